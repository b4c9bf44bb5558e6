package dev.upcall.cli.bench.gateway;

/**
 * What a gateway is compared with: a bare client that answers every upcall of a site at once, with
 * as many bytes as an answer has.
 */
public final class EchoService implements AutoCloseable {
  private final BareClient client;

  /** Answers from now on. */
  public EchoService(String broker, String site) {
    client = new BareClient(broker, "echo", "upcall/v1/" + site + "/+/up", this::arrived);
  }

  private void arrived(String topic, byte[] payload) {
    client.publish(
        topic.substring(0, topic.length() - "up".length()) + "down", LoadMessage.echo(payload));
  }

  @Override
  public void close() {
    client.close();
  }
}

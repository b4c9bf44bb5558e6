package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The brokers of one cluster, any of which a client may use while another is gone.
 *
 * @param all one at least, each once, the first to be tried first
 */
public record Brokers(List<BrokerAddress> all) {
  public Brokers {
    all = List.copyOf(new LinkedHashSet<>(all));
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no broker");
    }
  }

  /** One alone. */
  public static Brokers of(BrokerAddress only) {
    return new Brokers(List.of(only));
  }

  /**
   * Reads addresses with commas between them, each as {@link BrokerAddress#parse}.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3120
   */
  public static Brokers parse(String text) {
    if (text.isBlank()) {
      throw Diagnostic.of(HostCode.BROKER_ADDRESS, text)
          .need("tcp://host:port or mqtts://host:port")
          .toException();
    }
    return new Brokers(
        Stream.of(text.split(",", -1)).map(String::strip).map(BrokerAddress::parse).toList());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return all.stream().map(BrokerAddress::toString).collect(Collectors.joining(","));
  }
}

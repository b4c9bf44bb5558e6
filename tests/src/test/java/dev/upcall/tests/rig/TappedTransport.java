package dev.upcall.tests.rig;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.Transport;
import java.util.function.BiConsumer;

/** A transport that shows what passes, in both directions, before it goes on. */
public final class TappedTransport implements Transport {
  private final Transport inner;
  private final BiConsumer<Connection, Message> tap;

  /**
   * Around another, which is taken over.
   *
   * @param tap shown each message, and the way to its device; what it sends there is not shown
   */
  public TappedTransport(Transport inner, BiConsumer<Connection, Message> tap) {
    this.inner = inner;
    this.tap = tap;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public void start(MessageListener listener) {
    inner.start(
        new MessageListener() {
          @Override
          public void received(Connection from, Message message) {
            tap.accept(from, message);
            listener.received(new TappedConnection(from), message);
          }

          @Override
          public void malformed(Connection from, UpcallException reason) {
            listener.malformed(new TappedConnection(from), reason);
          }
        });
  }

  @Override
  public boolean isUp() {
    return inner.isUp();
  }

  @Override
  public void close() {
    inner.close();
  }

  private final class TappedConnection implements Connection {
    private final Connection connection;

    TappedConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public String name() {
      return connection.name();
    }

    @Override
    public boolean send(Message message) {
      tap.accept(connection, message);
      return connection.send(message);
    }

    @Override
    public long bytesIn() {
      return connection.bytesIn();
    }

    @Override
    public long bytesOut() {
      return connection.bytesOut();
    }
  }
}

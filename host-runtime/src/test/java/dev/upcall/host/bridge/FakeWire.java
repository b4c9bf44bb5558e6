package dev.upcall.host.bridge;

import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.Transport;

/** A wire in memory: what is sent down it is kept, and the test says what comes up. */
final class FakeWire extends RecordingConnection implements Transport {
  private final String name;
  private volatile boolean cut;
  private volatile boolean closed;
  private MessageListener listener;

  FakeWire(String name) {
    this.name = name;
  }

  MessageListener listener() {
    return listener;
  }

  void cut() {
    cut = true;
  }

  void mend() {
    cut = false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(MessageListener newListener) {
    listener = newListener;
  }

  @Override
  public boolean isUp() {
    return !cut && !closed;
  }

  @Override
  public boolean isOpen() {
    return isUp();
  }

  @Override
  public void close() {
    closed = true;
  }
}

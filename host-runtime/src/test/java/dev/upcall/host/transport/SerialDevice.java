package dev.upcall.host.transport;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.SerialLink;
import dev.upcall.core.wire.SerialTiming;
import dev.upcall.host.testing.FakeDevice;
import java.util.concurrent.TimeUnit;

/** A fake device at the far end of a serial line, on a thread of its own. */
final class SerialDevice implements AutoCloseable {
  private static final SerialTiming TIMING = new SerialTiming(100, 250, 2000, 3);

  private final SerialLine line;
  private final SerialLink link = SerialLink.device(TIMING);
  private final FakeDevice device;
  private final Thread thread = new Thread(this::run, "device");
  private volatile boolean stopped;

  SerialDevice(Project project, int number, int boot, SerialLine line) {
    this.line = line;
    this.device = new FakeDevice(project, number, boot, link::send);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    byte[] buffer = new byte[4096];
    while (!stopped) {
      int count = line.read(buffer);
      if (count < 0) {
        return;
      }
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      for (Message message : link.receive(buffer, count, now)) {
        device.receive(message);
      }
      if (link.takeHello()) {
        link.send(device.birth());
      }
      byte[] bytes = link.poll(now);
      for (int written = 0; written < bytes.length && !stopped; ) {
        written += Math.max(0, line.write(bytes, written, bytes.length - written));
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.close();
  }
}

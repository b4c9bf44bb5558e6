package dev.upcall.host.transport;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A serial cable in memory; cutting it is seen at both ends. */
final class Pipe {
  private static final int READ_WAIT_MS = 50;

  private final BlockingQueue<byte[]> toHost = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> toDevice = new LinkedBlockingQueue<>();
  private volatile boolean cut;

  SerialLine host() {
    return new End(toHost, toDevice);
  }

  SerialLine device() {
    return new End(toDevice, toHost);
  }

  void cut() {
    cut = true;
  }

  private final class End implements SerialLine {
    private final BlockingQueue<byte[]> in;
    private final BlockingQueue<byte[]> out;

    End(BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public int read(byte[] buffer) {
      try {
        byte[] bytes = in.poll(READ_WAIT_MS, TimeUnit.MILLISECONDS);
        if (bytes == null || cut) {
          return cut ? -1 : 0;
        }
        System.arraycopy(bytes, 0, buffer, 0, bytes.length);
        return bytes.length;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }

    /** Takes at most 100 bytes at a time, as a port whose buffer is nearly full. */
    @Override
    public int write(byte[] bytes, int offset, int length) {
      if (cut) {
        return 0;
      }
      int count = Math.min(100, length);
      out.add(Arrays.copyOfRange(bytes, offset, offset + count));
      return count;
    }

    @Override
    public void close() {}
  }
}

package dev.upcall.compiler.tool;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A terminal as plain streams: whoever made it has switched it to raw bytes. */
final class SerialPort implements AutoCloseable {
  private static final long LIMIT_NANOS = 20_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 1_000_000L;

  private final FileOutputStream out;
  private final FileInputStream in;

  /** Opens the port of a probe firmware and waits until it answers. */
  SerialPort(Path terminal) throws IOException {
    out = new FileOutputStream(terminal.toFile());
    in = new FileInputStream(terminal.toFile());
    awaitReady();
  }

  /** What comes before the firmware has set up its UART is lost, so a host asks again. */
  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    do {
      send('?');
      for (int i = 0; i < 200 && in.available() == 0; i++) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    } while (in.available() == 0 && System.nanoTime() < deadline);
    // It may yet answer to more than one of the questions.
    send('E', 1, '.');
    byte answer;
    do {
      answer = receive(1)[0];
    } while (answer == '!');
    if (answer != '.') {
      throw new IOException("the firmware answered " + answer);
    }
  }

  void send(int... bytes) throws IOException {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) bytes[i];
    }
    out.write(data);
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** The next bytes; fails if they do not all come. */
  byte[] receive(int length) throws IOException {
    byte[] data = new byte[length];
    long deadline = System.nanoTime() + LIMIT_NANOS;
    int got = 0;
    while (got < length) {
      if (in.available() > 0) {
        got += in.read(data, got, length - got);
      } else if (System.nanoTime() > deadline) {
        throw new IOException(got + " of " + length + " bytes came");
      } else {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
    return data;
  }

  int receiveWord() throws IOException {
    return ByteBuffer.wrap(receive(Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @Override
  public void close() throws IOException {
    out.close();
    in.close();
  }
}

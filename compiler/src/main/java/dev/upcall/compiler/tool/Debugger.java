package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A debugger at a machine that QEMU runs: stops it, reads and writes its memory, lets it go on.
 * What QEMU's GDB stub speaks: GDB's manual, appendix E, "Remote Serial Protocol".
 *
 * <p>Not thread-safe: one command at a time, and memory only while the machine stands still.
 */
final class Debugger implements AutoCloseable {
  private static final byte INTERRUPT = 3;

  /** Bytes of memory in one packet; in hexadecimal well below the stub's 4096. */
  private static final int CHUNK = 1024;

  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

  private Debugger(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects, which stops the machine. */
  static Debugger connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Debugger(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Lets the machine run. */
  void go() {
    send("c");
  }

  /** Stops the machine where it is. */
  void stop() {
    try {
      channel.write(ByteBuffer.wrap(new byte[] {INTERRUPT}));
    } catch (IOException e) {
      throw failed(e.toString());
    }
    String reply = receive();
    if (!reply.startsWith("T") && !reply.startsWith("S")) {
      throw failed("\"" + reply + "\" to an interrupt");
    }
  }

  byte[] read(long address, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int count = Math.min(CHUNK, bytes.remaining());
      send("m%x,%x".formatted(address + bytes.position(), count));
      bytes.put(hex(receive(), count));
    }
    return bytes.array();
  }

  void write(long address, byte[] bytes) {
    for (int from = 0; from < bytes.length; from += CHUNK) {
      int to = Math.min(from + CHUNK, bytes.length);
      String data = HexFormat.of().formatHex(bytes, from, to);
      send("M%x,%x:%s".formatted(address + from, to - from, data));
      String reply = receive();
      if (!reply.equals("OK")) {
        throw failed("\"%s\" to writing %d bytes at 0x%x".formatted(reply, to - from, address));
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The machine is gone with its end of the line.
      return;
    }
  }

  private static byte[] hex(String reply, int count) {
    if (reply.length() != 2 * count) {
      throw failed("\"" + reply + "\" to reading " + count + " bytes");
    }
    return HexFormat.of().parseHex(reply);
  }

  /** Sends a packet: {@code $data#checksum}, the checksum its bytes' sum modulo 256. */
  private void send(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
    int sum = 0;
    for (byte b : bytes) {
      sum += b;
    }
    String packet = "$%s#%02x".formatted(data, sum & 0xff);
    try {
      ByteBuffer out = ByteBuffer.wrap(packet.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
    } catch (IOException e) {
      throw failed(e.toString());
    }
  }

  /** The data of the next packet; acknowledges it, and skips acknowledgements of ours. */
  private String receive() {
    StringBuilder data = new StringBuilder();
    try {
      while (next() != '$') {
        continue;
      }
      for (int c = next(); c != '#'; c = next()) {
        data.append((char) c);
      }
      next();
      next();
      channel.write(ByteBuffer.wrap(new byte[] {'+'}));
    } catch (IOException e) {
      throw failed(e.toString());
    }
    return data.toString();
  }

  private int next() throws IOException {
    if (!received.hasRemaining()) {
      received.clear();
      if (channel.read(received) < 0) {
        throw new IOException("it hung up");
      }
      received.flip();
    }
    return received.get();
  }

  private static RuntimeException failed(String found) {
    return Diagnostic.of(ToolCode.EMULATOR_FAILED, "QEMU's debugger stub")
        .found("%s", found)
        .toException();
  }
}

package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** QEMU's monitor: looks into a machine from outside, so that the firmware need not help. */
final class Monitor {
  private static final String PROMPT = "(qemu) ";

  private final WorkFolder work;

  Monitor(WorkFolder work) {
    this.work = work;
  }

  /**
   * What memory holds there, as the processor sees it (a board may hide RAM behind its own map).
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2607 if the monitor does not answer
   */
  byte[] memory(long address, int length) {
    Path dump = work.resolve("memory");
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(work.monitor()));
      awaitPrompt(channel);
      String command = "memsave 0x%x %d \"%s\"%n".formatted(address, length, dump);
      channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
      awaitPrompt(channel);
      return Files.readAllBytes(dump);
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.EMULATOR_FAILED, "QEMU's monitor").found("%s", e).toException();
    }
  }

  private static void awaitPrompt(SocketChannel channel) throws IOException {
    StringBuilder said = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    while (said.indexOf(PROMPT) < 0) {
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("it hung up after: " + said);
      }
      said.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
    }
  }
}

package dev.upcall.cli.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.transport.SerialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialArgumentsTest {
  @TempDir Path folder;

  private static List<SerialSettings> ports(String... arguments) throws ParseException {
    Options options = SerialArguments.add(new Options());
    return SerialArguments.ports(new DefaultParser().parse(options, arguments));
  }

  @Test
  void aPortHasItsRateItsBoardsOrThatOfAll() throws IOException, ParseException {
    Path own = Files.writeString(folder.resolve("board.yaml"), ownBoard());
    int ofBoard = new BoardCatalogue().load("microbit").uart().baud();
    assertEquals(
        List.of(
            new SerialSettings("/dev/a", 921_600),
            new SerialSettings("/dev/b", ofBoard),
            new SerialSettings("/dev/c*", 460_800),
            new SerialSettings("/dev/d", 9600),
            new SerialSettings("/dev/by-id/x@y", 9600)),
        ports(
            "--serial=/dev/a@921600",
            "--serial=/dev/b@microbit",
            "--serial=/dev/c*@" + own,
            "--serial=/dev/d",
            "--serial=/dev/by-id/x@y",
            "--baud=9600"));
    assertEquals(List.of(new SerialSettings("/dev/d", 115_200)), ports("--serial=/dev/d"));
    assertEquals(List.of(), ports());
  }

  @Test
  void aBoardsFileThatIsNoneIsSaidSo() {
    assertThrows(UpcallException.class, () -> ports("--serial=/dev/a@" + folder + "/board.yaml"));
  }

  /** As one that is there, but faster. */
  private static String ownBoard() {
    return """
    id: own
    name: A board of one's own
    cpu: {core: host, fpu: double, dsp: false}
    memory:
      flash: {origin: 0x00000000, bytes: 67108864}
      ram: {origin: 0x10000000, bytes: 67108864}
      stackBytes: 65536
    uart: {name: UART0, baud: 460800}
    toolchain:
      packages: [gcc, libc6-dev]
    files: [posix/port_posix.c, common/identity.c, common/identity.h]
    references: {cpu: any, memory: chosen, uart: any}
    """;
  }
}

package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of a kind, by name alone: {@code PtyTest} has real ones. */
class SerialPortsTest {
  private static final MessageListener NOBODY = (from, message) -> {};

  private final Set<String> present = Collections.synchronizedSet(new TreeSet<>());
  private final Set<String> busy = Collections.synchronizedSet(new HashSet<>());
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final List<Fake> started = new CopyOnWriteArrayList<>();

  private final class Fake implements Transport {
    private final String name;
    private volatile boolean closed;

    Fake(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start(MessageListener listener) {
      attempts.merge(name, 1, Integer::sum);
      if (busy.contains(name)) {
        throw JSerialCommLine.missing(name);
      }
      started.add(this);
    }

    @Override
    public boolean isUp() {
      return present.contains(name);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private SerialPorts ports() {
    return new SerialPorts("p*", () -> new TreeSet<>(present), Fake::new, Thread::new, 1);
  }

  @Test
  void thoseThatComeAreOpenedAndThoseThatGoAreClosed() {
    present.add("p1");
    try (SerialPorts ports = ports()) {
      ports.start(NOBODY);
      assertEquals(1, started.size(), "what is there is open at once");
      present.add("p2");
      Eventually.await(() -> started.size() == 2);
      present.remove("p1");
      Eventually.await(() -> started.get(0).closed);
      assertFalse(started.get(1).closed);
      present.add("p1");
      Eventually.await(() -> started.size() == 3);
      assertTrue(ports.isUp());
    }
    assertTrue(started.stream().allMatch(port -> port.closed));
  }

  @Test
  void oneThatCannotBeOpenedIsTriedAgainAndHoldsUpNoOther() {
    present.addAll(List.of("p1", "p2"));
    busy.add("p1");
    try (SerialPorts ports = ports()) {
      ports.start(NOBODY);
      assertEquals(List.of("p2"), started.stream().map(Fake::name).toList());
      assertFalse(ports.isUp());
      Eventually.await(() -> attempts.get("p1") > 2);
      busy.clear();
      Eventually.await(() -> started.size() == 2);
      Eventually.await(ports::isUp);
    }
  }

  @Test
  void noneIsNoErrorAndTooManyAreLeftAlone() {
    try (SerialPorts ports = ports()) {
      ports.start(NOBODY);
      assertTrue(ports.isUp());
    }
    IntStream.range(0, SerialPorts.MAX_PORTS + 10).forEach(i -> present.add("p" + i));
    try (SerialPorts ports = ports()) {
      ports.start(NOBODY);
      assertEquals(SerialPorts.MAX_PORTS, started.size());
    }
  }

  @Test
  void aPatternFindsWhatItsFolderHas(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("ttyACM0"));
    Files.createFile(folder.resolve("ttyACM10"));
    Files.createFile(folder.resolve("ttyUSB0"));
    Files.createDirectory(folder.resolve("ttyACMfolder"));
    Files.createSymbolicLink(folder.resolve("ttyACMgone"), folder.resolve("nothing"));
    assertEquals(List.of(folder + "/ttyACM0", folder + "/ttyACM10"), found(folder + "/ttyACM*"));
    assertEquals(List.of(folder + "/ttyACM0"), found(folder + "/ttyACM[0-9]"));
    assertEquals(
        List.of(folder + "/ttyACM0", folder + "/ttyUSB0"), found(folder + "/tty{ACM,USB}?"));
    assertEquals(List.of(), found(folder + "/missing/*"));
    assertEquals(List.of(), found("NoSuchPort*"));
  }

  private static List<String> found(String pattern) {
    return List.copyOf(new TreeSet<>(PortPattern.parse(pattern).present()));
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/ttyACM0, /dev/ttyACM0, 9600",
    "/dev/ttyACM0@921600, /dev/ttyACM0, 921600",
    "/dev/ttyACM*@57600, /dev/ttyACM*, 57600",
    "/dev/serial/by-id/a@b, /dev/serial/by-id/a@b, 9600",
    "COM3@300, COM3, 300"
  })
  void aPortMaySayItsBaud(String text, String port, int baud) {
    assertEquals(new SerialSettings(port, baud), SerialSettings.parse(text, 9600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "COM3@299", "COM3@4000001", "/dev/tty[0", "/dev/{a", "/d*v/ttyACM0"})
  void whatIsNoPortIsNamed(String text) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> SerialSettings.parse(text, 115_200));
    assertEquals(HostCode.SERIAL_PORT, e.diagnostics().get(0).code());
  }
}

package dev.upcall.compiler.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerProfilesTest {
  @TempDir Path folder;

  private final PowerProfiles profiles = new PowerProfiles();

  @Test
  void readsThoseThatComeWithUpcall() {
    assertEquals(List.of("nrf52840-ble", "stm32h743-wifi", "stm32l4r5-uart"), profiles.ids());
    for (String id : profiles.ids()) {
      PowerProfile profile = profiles.load(id);
      assertEquals(id, profile.id());
      assertEquals(20, profile.answerMs());
      assertTrue(new BoardCatalogue().ids().contains(profile.cyclesOf()), id);
      assertTrue(profile.currentMa().compute() > profile.currentMa().idle(), id);
      assertTrue(profile.assumptions().size() >= 2, id);
    }
    PowerProfile ble = profiles.load("nrf52840-ble");
    assertEquals(1000, ble.computeMs(64e6), 1e-9);
    assertEquals(3.0 * 3.3, ble.energyMj(ble.currentMa().compute(), 1000), 1e-9);
    assertEquals(8, ble.link().ms(700), 1e-9);
    assertEquals(10e3 / 921.6, profiles.load("stm32l4r5-uart").link().ms(1000), 1e-9);
  }

  @Test
  void takesTheUsersOwn() throws IOException {
    Path file = write("nrf52840-ble", "compute: 3.3", "compute: 2.75");
    assertEquals(2.75, profiles.load(file.toString()).currentMa().compute());
  }

  @Test
  void saysAllThatIsWrongWithAFile() throws IOException {
    Path file = write("nrf52840-ble", "clockHz: 64000000", "clockHz: fast");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("send: 6.4", "transmit: 6.4")
            .replace("framing: serial", "framing: pigeon")
            .replace("  rate:", "  speed:")
            .replace("supplyVolts: 3.0", "supplyVolts: -3"));
    List<Diagnostic> all =
        assertThrows(UpcallException.class, () -> profiles.load(file.toString())).diagnostics();
    String text = all.stream().map(Diagnostic::toString).collect(Collectors.joining("\n"));
    for (String part :
        List.of(
            "cpu.clockHz",
            "currentMa.send",
            "transmit",
            "link.framing",
            "references.rate",
            "supplyVolts")) {
      assertTrue(text.contains(part), () -> part + " in\n" + text);
    }
    all.forEach(one -> assertTrue(one.at().startsWith("mine.yaml:"), one::toString));
  }

  @Test
  void namesTheNearestOfAnUnknownOne() {
    Diagnostic unknown =
        assertThrows(UpcallException.class, () -> profiles.load("nrf52840-bel"))
            .diagnostics()
            .get(0);
    assertEquals(BoardCode.UNKNOWN_PROFILE, unknown.code());
    assertEquals("did you mean \"nrf52840-ble\"?", unknown.fix());
  }

  private Path write(String id, String old, String text) throws IOException {
    String resource = "/upcall/boards/profiles/" + id + ".yaml";
    String yaml =
        new String(PowerProfiles.class.getResourceAsStream(resource).readAllBytes(), "UTF-8");
    assertTrue(yaml.contains(old));
    return Files.writeString(folder.resolve("mine.yaml"), yaml.replace(old, text));
  }
}

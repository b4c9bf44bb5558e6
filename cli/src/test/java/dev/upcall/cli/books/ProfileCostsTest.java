package dev.upcall.cli.books;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.compiler.board.PowerProfile.Framing;
import dev.upcall.compiler.board.PowerProfiles;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.LadderCosts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileCostsTest {
  private final PowerProfile ble = new PowerProfiles().load("nrf52840-ble");

  @Test
  void countsTheWiresOwnBytes() {
    // 3072 of input, 10 scores, class and count, header and checksum: 3118 in 5 frames of 6 bytes
    // more, each with COBS's bytes and two delimiters; then an acknowledgement of the answer.
    UpcallBytes serial = UpcallBytes.of(Framing.SERIAL, 3072, 10);
    assertEquals(3118 + 5 * 6 + 5 * 2 + 13, serial.up(), 5 * 4);
    // 44 of answer in a frame, five acknowledgements.
    assertEquals(44 + 6 + 1 + 2 + 5 * 13, serial.down());
    UpcallBytes mqtt = UpcallBytes.of(Framing.MQTT, 3072, 10);
    assertTrue(mqtt.up() > 3118 + 3 * 40 && mqtt.up() < 3118 + 300, mqtt::toString);
  }

  @Test
  void energyIsVoltsTimesCurrentTimesTime() {
    ProfileCosts costs = new ProfileCosts(ble, new UpcallBytes(700, 70), new UpcallBytes(700, 70));
    Cost compute = costs.compute(6.4e6);
    assertEquals(100, compute.latencyMs(), 1e-9);
    assertEquals(3.0 * 3.3 * 0.1, compute.energyMj(), 1e-9);
    Cost upcall = costs.upcall();
    assertEquals(8 + 20 + 0.8, upcall.latencyMs(), 1e-9);
    assertEquals(3.0 * (6.4 * 8 + 0.1 * 20 + 6.26 * 0.8) / 1000, upcall.energyMj(), 1e-9);
    LadderCosts ladder = costs.ladder(List.of(1_000_000L, 2_000_000L));
    assertEquals(2, ladder.stages().size());
    assertEquals((2_000_000 + 600) / 64e3, ladder.stages().get(1).latencyMs(), 1e-9);
  }
}

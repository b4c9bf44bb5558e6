package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.RepeatingFleet;
import dev.upcall.core.project.Project;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.journal.FileJournal;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.BadNetwork;
import dev.upcall.tests.rig.Tally;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliability R11, over TCP: the ways between devices, broker and gateway are slow, cut in the
 * middle of packets, silent in one direction, and closed for a while. What comes of all upcalls is
 * the same as over a good network. {@code SerialTroubleTest} of the host has the serial line.
 */
class BadNetworkTest {
  private static final Duration LASTS = Duration.ofSeconds(Amount.of(1, 7200));

  /** How long each trouble lasts; at night long enough for a keep-alive to notice. */
  private static final int TROUBLE_MS = Amount.of(300, 75_000);

  private static final int DEVICES = 4;
  private static final long LIMIT_S = 240;
  @TempDir Path folder;
  private Project project;
  private final Random random = new Random(11);

  @Test
  void theAnswersAreThoseOfAGoodNetwork() throws Exception {
    Tools.require("mosquitto");
    // So long that no member misses it, however busy the machine is.
    project = SyntheticProject.tiny().withDeadline(20_000).write(folder.resolve("tiny"));
    try (Mosquitto broker = Mosquitto.start(folder)) {
      long end = System.nanoTime() + LASTS.toNanos();
      int rounds = 0;
      int upcalls = 0;
      int connections = 0;
      do {
        try (BadNetwork devices = BadNetwork.to(broker.port());
            BadNetwork gateway = BadNetwork.to(broker.port())) {
          upcalls += compare(devices, gateway, broker, ++rounds);
          connections += devices.connections() + gateway.connections();
        }
      } while (System.nanoTime() < end);
      System.out.printf(
          "R11: %d rounds of troubles, %d connections, %d upcalls with the answers of a good"
              + " network, none worked on twice%n",
          rounds, connections, upcalls);
      assertTrue(connections >= 8 * rounds, "nobody had to come back");
    }
  }

  /** The answers over bad ways are those over a good one; how many. */
  private int compare(BadNetwork devices, BadNetwork gateway, Mosquitto broker, int round)
      throws InterruptedException {
    Map<String, byte[]> bad =
        answers(
            gateway.uri(),
            devices.uri(),
            "bad" + round,
            Integer.MAX_VALUE,
            fleet -> trouble(List.of(devices, gateway), fleet));
    int longest =
        bad.keySet().stream()
            .mapToInt(key -> Integer.parseInt(key.substring(key.indexOf('/') + 1)))
            .max()
            .orElseThrow();
    String direct = "tcp://127.0.0.1:" + broker.port();
    Map<String, byte[]> good = answers(direct, direct, "good" + round, longest, fleet -> {});
    bad.forEach((key, answer) -> assertArrayEquals(good.get(key), answer, key));
    return bad.size();
  }

  /** Something that goes on while devices ask. */
  private interface Meanwhile {
    void happens(RepeatingFleet fleet) throws InterruptedException;
  }

  private Map<String, byte[]> answers(
      String gateway, String devices, String name, int each, Meanwhile meanwhile)
      throws InterruptedException {
    Tally tally = new Tally();
    JournalSettings journal = JournalSettings.of(folder.resolve(name));
    try (GatewayService service = new GatewayService(FileJournal.open(journal), List.of())) {
      service.gateway().onAnswer(tally);
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(gateway, name, name).keepingSession());
      try (RepeatingFleet fleet =
          new RepeatingFleet(project, List.of(devices), name, DEVICES, each)) {
        await(fleet, seen -> seen.answered() > DEVICES);
        meanwhile.happens(fleet);
        if (each == Integer.MAX_VALUE) {
          fleet.end();
        }
        await(fleet, seen -> seen.open() == 0 && (each == Integer.MAX_VALUE || all(seen, each)));
        RepeatingFleet.Seen seen = fleet.seen();
        assertEquals(seen.asked(), seen.answered());
        assertEquals(0, seen.different());
        assertEquals(seen.asked(), tally.upcalls());
        assertEquals(0, tally.repeated());
        return fleet.answers();
      }
    }
  }

  private static boolean all(RepeatingFleet.Seen seen, int each) {
    return seen.asked() == each * DEVICES;
  }

  /** Every trouble on every way, in any order. */
  private void trouble(List<BadNetwork> networks, RepeatingFleet fleet)
      throws InterruptedException {
    List<Meanwhile> troubles = new ArrayList<>();
    for (BadNetwork network : networks) {
      troubles.add(unused -> slow(network));
      troubles.add(unused -> silent(network, true, false));
      troubles.add(unused -> silent(network, false, true));
      troubles.add(unused -> parted(network));
      troubles.add(unused -> network.cut());
      troubles.add(unused -> network.cut());
    }
    Collections.shuffle(troubles, random);
    for (Meanwhile next : troubles) {
      next.happens(fleet);
      // Not always all is well before the next.
      int enough = fleet.seen().answered() + random.nextInt(20);
      await(fleet, seen -> seen.answered() >= enough);
    }
  }

  private static void slow(BadNetwork network) throws InterruptedException {
    network.delay(200);
    TimeUnit.MILLISECONDS.sleep(2L * TROUBLE_MS);
    network.delay(0);
  }

  /** As when a router forgets a connection: nobody is told until much later. */
  private static void silent(BadNetwork network, boolean fromClients, boolean fromBroker)
      throws InterruptedException {
    network.silence(fromClients, fromBroker);
    TimeUnit.MILLISECONDS.sleep(TROUBLE_MS);
    network.cut();
    network.silence(false, false);
  }

  private static void parted(BadNetwork network) throws InterruptedException {
    network.part(true);
    TimeUnit.MILLISECONDS.sleep(TROUBLE_MS);
    network.part(false);
  }

  private static void await(RepeatingFleet fleet, Predicate<RepeatingFleet.Seen> done)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!done.test(fleet.seen())) {
      assertTrue(System.nanoTime() < end, () -> fleet.seen().toString());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

package dev.upcall.tests;

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
import dev.upcall.tests.rig.Tally;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliability R8: a broker that keeps on disk what it has taken is killed under load, again and
 * again. Half of the devices forget a sample once it is stored, so nobody but the gateway can have
 * it answered then.
 */
class BrokerKillTest {
  private static final int KILLS = Amount.of(4, 100);
  private static final int DEVICES = 16;
  private static final long LIMIT_S = 120;
  private static final String SITE = "site";

  @TempDir Path folder;

  @Test
  void everyUpcallIsAnsweredAndNoneTwice() throws Exception {
    Project project = SyntheticProject.tiny().write(folder.resolve("tiny"));
    JournalSettings journal = JournalSettings.of(folder.resolve("journal"));
    Tools.require("mosquitto");
    Random random = new Random(8);
    LongSummaryStatistics back = new LongSummaryStatistics();
    Tally tally = new Tally();
    try (Mosquitto broker = Mosquitto.persistent(Files.createDirectory(folder.resolve("broker")));
        GatewayService service = new GatewayService(FileJournal.open(journal), List.of())) {
      String uri = "tcp://127.0.0.1:" + broker.port();
      service.gateway().onAnswer(tally);
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(uri, SITE, "gateway").keepingSession());
      try (RepeatingFleet fleet = new RepeatingFleet(project, uri, SITE, DEVICES)) {
        int answered = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
          int enough = answered + 1 + random.nextInt(100);
          await(fleet, seen -> seen.answered() > enough);
          broker.kill();
          fleet.killed();
          int before = fleet.seen().answered();
          long start = System.nanoTime();
          broker.run();
          await(fleet, seen -> seen.answered() > before);
          back.accept(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
          answered = fleet.seen().answered();
        }
        fleet.end();
        await(fleet, seen -> seen.open() == 0);
        int again = fleet.seen().again();
        fleet.askAgain();
        await(fleet, seen -> seen.again() >= again + DEVICES);
        RepeatingFleet.Seen seen = fleet.seen();
        System.out.printf(
            "R8: %d kills of the broker, %d upcalls, %d answered, %d of them stored before a kill"
                + " and answered after it, %d copies of answers, %d of them different, %d worked on"
                + " twice; from its start to the next answer %d ms, at most %d ms%n",
            KILLS,
            seen.asked(),
            seen.answered(),
            seen.acrossKills(),
            seen.again(),
            seen.different(),
            tally.repeated(),
            Math.round(back.getAverage()),
            back.getMax());
        assertEquals(seen.asked(), seen.answered());
        assertEquals(0, seen.different());
        assertEquals(seen.asked(), tally.upcalls());
        assertEquals(0, tally.repeated());
      }
    }
  }

  private static void await(RepeatingFleet fleet, Predicate<RepeatingFleet.Seen> done)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!done.test(fleet.seen())) {
      assertTrue(System.nanoTime() < end, () -> fleet.seen().toString());
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}

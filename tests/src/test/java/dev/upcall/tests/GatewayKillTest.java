package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.RepeatingFleet;
import dev.upcall.core.project.Project;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.GatewayProcess;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Path;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliability R6: a gateway with a journal is killed under load, again and again. The broker is a
 * process of its own and survives.
 */
class GatewayKillTest {
  private static final int KILLS = Amount.of(20, 500);
  private static final int DEVICES = 16;
  private static final long LIMIT_S = 60;
  private static final String SITE = "site";

  @TempDir Path folder;

  @Test
  void everyUpcallIsAnsweredAndNoneTwice() throws Exception {
    Tools.require("mosquitto");
    Project project = SyntheticProject.tiny().write(folder.resolve("tiny"));
    Random random = new Random(7);
    LongSummaryStatistics back = new LongSummaryStatistics();
    try (Mosquitto broker = Mosquitto.start(folder)) {
      String uri = "tcp://127.0.0.1:" + broker.port();
      try (RepeatingFleet fleet = new RepeatingFleet(project, uri, SITE, DEVICES)) {
        int answered = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
          int before = answered;
          long start = System.nanoTime();
          try (GatewayProcess gateway = start(project, uri)) {
            await(gateway, fleet, seen -> seen.answered() > before);
            back.accept(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            fleet.askAgain();
            int more = before + 1 + random.nextInt(100);
            await(gateway, fleet, seen -> seen.answered() > more);
            gateway.kill();
          }
          fleet.killed();
          answered = fleet.seen().answered();
        }
        fleet.end();
        try (GatewayProcess gateway = start(project, uri)) {
          await(gateway, fleet, seen -> seen.open() == 0);
          int again = fleet.seen().again();
          fleet.askAgain();
          await(gateway, fleet, seen -> seen.again() >= again + DEVICES);
        }
        RepeatingFleet.Seen seen = fleet.seen();
        System.out.printf(
            "R6: %d kills of the gateway, %d upcalls, %d answered, %d of them stored with one"
                + " process and answered by a later one, %d copies of answers, %d of them"
                + " different; from start to the first answer %d ms, at most %d ms%n",
            KILLS,
            seen.asked(),
            seen.answered(),
            seen.acrossKills(),
            seen.again(),
            seen.different(),
            Math.round(back.getAverage()),
            back.getMax());
        assertEquals(seen.asked(), seen.answered());
        assertEquals(0, seen.different());
        assertTrue(seen.acrossKills() > 0, "never killed between stored and answered");
        assertTrue(seen.again() > 0, "nobody asked twice");
      }
    }
  }

  private GatewayProcess start(Project project, String broker) {
    return GatewayProcess.start(
        folder.resolve("output"),
        project.folder().toString(),
        "--broker",
        broker,
        "--site",
        SITE,
        "--journal",
        folder.resolve("journal").toString());
  }

  private static void await(
      GatewayProcess gateway, RepeatingFleet fleet, Predicate<RepeatingFleet.Seen> done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!done.test(fleet.seen())) {
      assertTrue(gateway.isAlive(), gateway::output);
      assertTrue(System.nanoTime() < end, () -> fleet.seen() + "\n" + gateway.output());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}

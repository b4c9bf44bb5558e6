package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.RepeatingFleet;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.host.gateway.UpcallKey;
import dev.upcall.host.harvest.HarvestFilter;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestReader;
import dev.upcall.host.harvest.HarvestStore;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.ClusterNode;
import dev.upcall.tests.rig.GatewayProcess;
import dev.upcall.tests.rig.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways share one fleet on a cluster of two brokers and keep nothing in common but a
 * harvest store. A gateway is killed under load, then a broker with what waited there: every upcall
 * is answered, whoever answers it says the same, and the store has none twice.
 */
class ScaleOutTest {
  private static final int DEVICES = 16;

  /** Upcalls answered before, between and after the kills. */
  private static final int ANSWERS = Amount.of(200, 20_000);

  private static final long LIMIT_S = Amount.of(240, 7200);
  private static final String SITE = "site";
  private static final Pattern ASKED = Pattern.compile("asks about sample");

  @TempDir Path folder;

  @Test
  void aGatewayAndABrokerAreKilledAndNothingIsLostOrCountedTwice() throws Exception {
    // So long that no member misses it, however busy the machine is.
    Project project = SyntheticProject.tiny().withDeadline(20_000).write(folder.resolve("project"));
    HarvestPlace place =
        HarvestPlace.of(folder.resolve("store").toString(), Optional.empty(), Map.of());
    List<JavaProcess> running = new ArrayList<>();
    // Opened here first, so that the database does not go with a gateway.
    try (HarvestStore store = HarvestStore.open(place)) {
      List<String> brokers = cluster(running);
      List<GatewayProcess> gateways = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        gateways.add(gateway(project, i, brokers));
        running.add(gateways.get(i));
      }
      for (GatewayProcess gateway : gateways) {
        gateway.awaitOutput("listening on");
      }
      try (RepeatingFleet fleet =
          new RepeatingFleet(project, brokers, SITE, DEVICES, Integer.MAX_VALUE)) {
        answered(fleet, ANSWERS);
        gateways.get(1).kill();
        answered(fleet, ANSWERS);
        running.get(0).kill();
        answered(fleet, ANSWERS);
        fleet.end();
        await(fleet, seen -> seen.open() == 0);
        RepeatingFleet.Seen seen = fleet.seen();
        for (GatewayProcess gateway : List.of(gateways.get(0), gateways.get(2))) {
          assertEquals(0, gateway.end(), gateway::output);
        }
        List<UpcallKey> kept = harvest(project, place);
        List<Long> shares = gateways.stream().map(ScaleOutTest::asked).toList();
        System.out.printf(
            "scale-out: %d upcalls, %d answered, %d copies of answers, %d of them different;"
                + " gateways were asked %s times; %d samples harvested%n",
            seen.asked(), seen.answered(), seen.again(), seen.different(), shares, kept.size());
        assertEquals(seen.asked(), seen.answered());
        assertEquals(0, seen.different());
        assertTrue(shares.stream().allMatch(share -> share > 0), () -> "not shared: " + shares);
        Set<UpcallKey> keys = new HashSet<>(kept);
        assertEquals(kept.size(), keys.size(), "harvested twice");
        assertTrue(keys.size() <= seen.answered(), "harvested what nobody asked");
        // The one that was killed took with it what it had not yet written.
        assertTrue(keys.size() > seen.answered() - ANSWERS, "not harvested");
      }
    } finally {
      running.forEach(JavaProcess::close);
    }
  }

  /** Starts the brokers; where clients find them. */
  private List<String> cluster(List<JavaProcess> running) throws IOException, InterruptedException {
    int[] clients = {Mosquitto.freePort(), Mosquitto.freePort()};
    int[] nodes = {Mosquitto.freePort(), Mosquitto.freePort()};
    List<String> brokers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(
          JavaProcess.start(
              folder.resolve("broker" + i),
              ClusterNode.class,
              String.valueOf(clients[i]),
              String.valueOf(nodes[i]),
              String.valueOf(nodes[1 - i])));
      brokers.add("tcp://127.0.0.1:" + clients[i]);
    }
    for (JavaProcess broker : running) {
      broker.awaitOutput(ClusterNode.READY);
    }
    return brokers;
  }

  /** The first and the last at the first broker, the second at the other. */
  private GatewayProcess gateway(Project project, int number, List<String> brokers) {
    String first = brokers.get(number % 2);
    String second = brokers.get(1 - number % 2);
    return GatewayProcess.start(
        folder.resolve("gateway" + number),
        project.folder().toString(),
        "--broker",
        first + "," + second,
        "--site",
        SITE,
        "--share",
        "gateways",
        "--client-id",
        "gateway-" + number,
        "--harvest",
        folder.resolve("store").toString());
  }

  private static long asked(GatewayProcess gateway) {
    return ASKED.matcher(gateway.output()).results().count();
  }

  private static List<UpcallKey> harvest(Project project, HarvestPlace place) {
    String input = HexFormat.of().formatHex(Signature.ofInput(project.manifest()));
    List<UpcallKey> keys = new ArrayList<>();
    try (HarvestReader reader = HarvestReader.open(place)) {
      reader.read(
          HarvestFilter.of(project.manifest().name(), input),
          Integer.MAX_VALUE,
          sample -> keys.add(sample.key()));
    }
    return keys;
  }

  private static void answered(RepeatingFleet fleet, int more) throws InterruptedException {
    int enough = fleet.seen().answered() + more;
    await(fleet, seen -> seen.answered() >= enough);
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

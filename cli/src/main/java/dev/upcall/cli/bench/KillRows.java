package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.BigJournal;
import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.RepeatingFleet;
import dev.upcall.cli.bench.gateway.ScratchFolder;
import dev.upcall.cli.bench.gateway.UpcallProcess;
import dev.upcall.core.project.Project;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.remote.RemoteSettings;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.transport.MqttOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is lost when members, the gateway and the broker are killed under load, and how long until
 * they are of use again. The devices ask until they are answered, as firmware does.
 */
final class KillRows {
  private static final int DEVICES = 16;
  private static final int KILLS = 8;
  private static final String SITE = "kill";

  /** Answers between two kills, so that each hits work. */
  private static final int ANSWERS = 200;

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(120);

  private final Project project;
  private final Console console;

  KillRows(Project project, Console console) {
    this.project = project;
    this.console = console;
  }

  /** What came of it. */
  private record Outcome(int asked, long lost, long slowestNanos) {
    static Outcome of(RepeatingFleet fleet, long moreLost, long slowestNanos) {
      fleet.end();
      long end = System.nanoTime() + LIMIT_NS;
      while (fleet.seen().open() > 0 && System.nanoTime() < end) {
        pause();
      }
      RepeatingFleet.Seen seen = fleet.seen();
      return new Outcome(
          seen.asked(), seen.asked() - seen.answered() + seen.different() + moreLost, slowestNanos);
    }

    double recoveryMs() {
      return slowestNanos / 1e6;
    }
  }

  List<BenchRow> measure() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.create()) {
      List<BenchRow> rows = new ArrayList<>();
      Outcome members = members(scratch.folder("members"));
      rows.add(row("killMember", members, "member"));
      rows.add(
          BenchRow.lower("gateway.killMember.recoveryMs", members.recoveryMs(), "ms", KILLS)
              .note("slowest, from a member that says it serves to its use"));
      Outcome gateway = gateway(scratch.folder("gateway"));
      rows.add(row("killGateway", gateway, "gateway"));
      rows.add(
          BenchRow.lower("gateway.killGateway.recoveryMs", gateway.recoveryMs(), "ms", KILLS)
              .note(
                  "slowest, from the start of its process to its first answer, with a journal of"
                      + " %d MB".formatted(BigJournal.MEGABYTES)));
      rows.add(row("killBroker", broker(scratch.folder("broker")), "broker"));
      return rows;
    }
  }

  private static BenchRow row(String name, Outcome outcome, String who) {
    return BenchRow.lower("gateway." + name + ".lost", outcome.lost(), "", outcome.asked())
        .note("%s killed %d times, %d devices".formatted(who, KILLS, DEVICES));
  }

  private Outcome members(Path folder) throws IOException {
    console.step("members in processes of their own, killed %d times", KILLS);
    List<String> names = project.manifest().host().members();
    List<UpcallProcess> processes = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.start(folder);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      names.forEach(name -> processes.add(member(name, broker)));
      processes.forEach(process -> process.awaitOutput(" runs as "));
      service
          .gateway()
          .serve(
              project,
              service.members(
                  RemoteSettings.of(
                      Brokers.parse(broker.uri()),
                      MqttSecurity.NONE,
                      "default",
                      "gateway",
                      Set.of(RemoteSettings.ALL))));
      service.mqtt(MqttOptions.of(broker.uri(), SITE, "gateway"));
      long slowest = 0;
      try (RepeatingFleet fleet = new RepeatingFleet(project, broker.uri(), SITE, DEVICES)) {
        for (int kill = 0; kill < KILLS; kill++) {
          int victim = kill % names.size();
          awaitMore(fleet);
          processes.get(victim).kill();
          await(() -> !isUp(service, names.get(victim)));
          processes.set(victim, member(names.get(victim), broker));
          processes.get(victim).awaitOutput(" runs as ");
          long back = System.nanoTime();
          await(() -> isUp(service, names.get(victim)));
          slowest = Math.max(slowest, System.nanoTime() - back);
        }
        long unanswered = service.gateway().counters().get(GatewayCounter.UNANSWERED);
        return Outcome.of(fleet, unanswered, slowest);
      }
    } finally {
      processes.forEach(UpcallProcess::close);
    }
  }

  private UpcallProcess member(String name, Mosquitto broker) {
    return UpcallProcess.start(
        "member",
        project.folder().toString(),
        "--member",
        name,
        "--broker",
        broker.uri(),
        "--beat",
        "200");
  }

  private boolean isUp(GatewayService service, String member) {
    return service
        .gateway()
        .ensemble(project.manifest().name())
        .orElseThrow()
        .states()
        .join()
        .get(member)
        .equals(MemberState.UP);
  }

  private Outcome gateway(Path folder) throws IOException {
    console.step(
        "the gateway, with a journal of %d MB, killed %d times", BigJournal.MEGABYTES, KILLS);
    Path journal = folder.resolve("journal");
    BigJournal.write(journal);
    long slowest = 0;
    try (Mosquitto broker = Mosquitto.start(folder);
        RepeatingFleet fleet = new RepeatingFleet(project, broker.uri(), SITE, DEVICES)) {
      for (int kill = 0; kill < KILLS; kill++) {
        int before = fleet.seen().answered();
        long start = System.nanoTime();
        try (UpcallProcess gateway = gateway(broker, journal)) {
          await(() -> fleet.seen().answered() > before);
          slowest = Math.max(slowest, System.nanoTime() - start);
          awaitMore(fleet);
          gateway.kill();
        }
      }
      try (UpcallProcess gateway = gateway(broker, journal)) {
        awaitMore(fleet);
        return Outcome.of(fleet, 0, slowest);
      }
    }
  }

  private UpcallProcess gateway(Mosquitto broker, Path journal) {
    return UpcallProcess.start(
        "gateway",
        project.folder().toString(),
        "--broker",
        broker.uri(),
        "--site",
        SITE,
        "--journal",
        journal.toString());
  }

  private Outcome broker(Path folder) throws IOException {
    console.step("the broker, killed %d times", KILLS);
    try (Mosquitto broker = Mosquitto.persistent(folder);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(broker.uri(), SITE, "gateway"));
      try (RepeatingFleet fleet = new RepeatingFleet(project, broker.uri(), SITE, DEVICES)) {
        for (int kill = 0; kill < KILLS; kill++) {
          awaitMore(fleet);
          broker.kill();
          broker.run();
        }
        awaitMore(fleet);
        return Outcome.of(fleet, 0, 0);
      }
    }
  }

  private static void awaitMore(RepeatingFleet fleet) {
    int before = fleet.seen().answered();
    await(() -> fleet.seen().answered() >= before + ANSWERS);
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + LIMIT_NS;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("what was killed does not come back");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

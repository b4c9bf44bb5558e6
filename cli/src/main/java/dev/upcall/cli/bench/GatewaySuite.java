package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.ScratchFolder;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Suite {@code gateway}: what the host runtime carries, beside what the same broker and the same
 * models carry without it in the same run.
 */
public final class GatewaySuite {
  public static final String NAME = "gateway";

  /** The light members of digits, without the network that they are compared with. */
  private static final List<String> THREE = List.of("small", "wide", "deep");

  private final Console console;
  private final Targets targets = Targets.read();

  public GatewaySuite(Console console) {
    this.console = console;
  }

  public BenchReport run() throws IOException, InterruptedException {
    Project project = ProjectLoader.load(Home.path("examples/digits"));
    List<BenchRow> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    rows.addAll(new BatchRows(project, console).measure());
    if (Files.isDirectory(GoldenModel.shared("data/cifar10"))) {
      rows.addAll(new SerialRows(console).measure());
    } else {
      skipped.add("gateway.serial: no data/cifar10 in ../shared to compile the example with");
    }
    if (Mosquitto.installed()) {
      try (ScratchFolder scratch = ScratchFolder.create();
          Mosquitto broker = Mosquitto.start(scratch.folder("broker"))) {
        Project three = HostVariant.write(project.folder(), scratch.folder("three"), THREE);
        List<byte[]> samples = ProjectData.load(project).of(Split.TEST).raw();
        rows.addAll(new MqttLoadRows(three, samples, broker.uri(), console).measure());
        rows.addAll(new FleetRows(three, samples, broker.uri(), console).measure());
      }
      rows.addAll(new KillRows(project, console).measure());
    } else {
      skipped.add(
          "gateway.mqtt, gateway.fleet1000, gateway.kill*: need mosquitto (apt install mosquitto)");
    }
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench gateway --json docs/benchmarks/gateway.json",
        Map.of(),
        rows.stream().map(targets::set).toList(),
        skipped);
  }
}

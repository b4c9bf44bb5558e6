package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.DatasetReader;
import dev.upcall.core.data.SampleSpec;
import dev.upcall.host.harvest.HarvestCounter;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestWriter;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.CommandLine;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw samples into a board, its upcalls into a store, and out again as data to train on. */
class HarvestEndToEndTest {
  @TempDir Path folder;

  @Test
  void whatABoardAsksAboutComesBackAsItWasSampled() throws InterruptedException {
    Prepared prepared = Prepared.of(SyntheticProject.tiny(), folder.resolve("project"));
    String store = folder.resolve("store").toString();
    HarvestPlace place = HarvestPlace.of(store, Optional.empty(), Map.of());
    HarvestWriter writer = HarvestWriter.start(place, HarvestRetention.STANDARD);
    List<Injected> results;
    try (writer;
        RunningBoard board =
            RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
        Desk desk = Desk.serving(prepared.project()).onAnswer(writer).serial(board.port())) {
      results = desk.inject(prepared.raw());
    }
    int[] asked =
        IntStream.range(0, results.size())
            .filter(i -> prepared.expected().get(i).upcall())
            .toArray();
    assertTrue(asked.length > 0);
    assertEquals(asked.length, writer.counters().get(HarvestCounter.STORED));

    Path file = folder.resolve("hard.npz");
    List<String> command =
        List.of("harvest", "project", "--from", "store", "--to", "npz", "--out", "hard.npz");
    CommandLine.Outcome outcome =
        CommandLine.run(folder, List.of(), command.toArray(String[]::new));
    assertEquals(0, outcome.exit(), outcome::err);
    SampleSpec spec = SampleSpec.of(prepared.project().manifest(), Optional.empty());
    Dataset hard = new DatasetReader(spec).read(file);
    assertEquals(asked.length, hard.size());
    for (int i = 0; i < asked.length; i++) {
      int newest = asked.length - 1 - i;
      assertArrayEquals(prepared.raw().get(asked[i]), hard.raw(newest), "sample " + asked[i]);
      assertEquals(results.get(asked[i]).classIndex(), hard.label(newest), "sample " + asked[i]);
    }
  }
}

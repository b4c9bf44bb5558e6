package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.mel.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {
  @TempDir Path folder;

  private static EpochEvent event(String fit, String term) {
    return new EpochEvent(fit, 1, 2, 0.1, 1.5, Map.of(term, 0.5), new Score(9, 10, 0.3), 64);
  }

  @Test
  void oneTableHoldsFitsOfDifferentTerms() throws IOException {
    Path file = folder.resolve("log.csv");
    try (CsvLog log = new CsvLog(file)) {
      log.epoch(0, event("a", "a"));
      log.epoch(0, event("b", "b.teacher"));
      log.epoch(1, event("a", "a"));
    }
    assertEquals(
        List.of(
            "fold,fit,epoch,rate,samplesPerSecond,selectAccuracy,loss,a,b.teacher",
            "0,a,1,0.100000,64.0000,0.900000,1.50000,0.500000,",
            "0,b,1,0.100000,64.0000,0.900000,1.50000,,0.500000",
            "1,a,1,0.100000,64.0000,0.900000,1.50000,0.500000,"),
        Files.readAllLines(file));
  }
}

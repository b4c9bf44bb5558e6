package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.mel.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class CurvePictureTest {
  @TempDir Path folder;
  private long seconds;

  private static EpochEvent event(String fit, int epoch, int right, double loss) {
    return new EpochEvent(
        fit, epoch, 3, 0.1, loss, Map.of(fit, loss), new Score(right, 100, loss), 64);
  }

  private NodeList lines(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getElementsByTagName("polyline");
  }

  @Test
  void drawsAccuracyAndLossOfEachFit() throws Exception {
    Path file = folder.resolve("log.svg");
    try (CurvePicture picture = new CurvePicture(file, () -> seconds * 1_000_000_000L)) {
      picture.epoch(0, event("a", 1, 50, 10));
      assertFalse(Files.exists(file), "too early");
      seconds = 5;
      picture.epoch(0, event("a", 2, 70, 1));
      assertTrue(Files.exists(file), "while training goes on");
      picture.epoch(0, event("a", 3, 90, 0.1));
      picture.epoch(0, event("b<", 1, 90, Double.MIN_VALUE));
    }
    NodeList lines = lines(file);
    assertEquals(4, lines.getLength(), "two fits in two panels");
    // Accuracy rises from the lower edge to the upper, loss falls by a tenth each epoch.
    assertEquals("70.0,290.0 385.0,165.0 700.0,40.0", points(lines, 0));
    assertEquals("70.0,350.0 385.0,385.7 700.0,421.4", points(lines, 2));
  }

  private static String points(NodeList lines, int index) {
    return ((Element) lines.item(index)).getAttribute("points");
  }
}

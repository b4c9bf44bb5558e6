package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.InstructionModel.Cost;
import dev.upcall.cli.bench.InstructionModel.OnBoard;
import dev.upcall.cli.bench.LayerMeasurement.Layer;
import dev.upcall.compiler.board.BoardCatalogue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A fit finds the costs that made the figures, and says how far it is off where they do not fit.
 */
class InstructionFitTest {
  @Test
  void findsTheCostsThatMadeTheFigures() {
    OnBoard fit =
        InstructionFit.of(
            "core",
            List.of(
                model(conv(1000, 10, 2500), conv(400, 100, 5800), pool(60, 300)),
                model(conv(900, 30, 3300), conv(10, 10, 520), pool(10, 50))),
            7000);
    assertEquals(new Cost(2, 50), fit.kernels().get("upcall_conv"));
    assertEquals(new Cost(0, 5), fit.kernels().get("upcall_pool"));
    assertEquals(0, fit.error());
    assertEquals(7000, fit.codeBytes());
    assertEquals(Optional.of(250.0), fit.instructions("upcall_conv", 100, 1));
    assertEquals(Optional.empty(), fit.instructions("upcall_other", 100, 1));
    assertEquals(Optional.of(15.0), fit.instructions("upcall_other", 0, 3), "as the pool");
  }

  @Test
  void theErrorIsThatOfAModelLeftOut() {
    OnBoard fit = InstructionFit.of("core", List.of(model(pool(10, 100)), model(pool(10, 200))), 1);
    assertEquals(1, fit.error(), "10 for each output predicted, 20 measured, and the other way");
  }

  @Test
  void theResourceKnowsTheBoardsThatAreMeasured() {
    InstructionModel model = InstructionModel.read();
    BoardCatalogue catalogue = new BoardCatalogue();
    for (String board : ModelsSuite.BOARDS) {
      assertEquals(!board.equals("posix"), model.on(catalogue.load(board)).isPresent(), board);
    }
    assertTrue(model.on(catalogue.load("mps2-an386")).orElseThrow().error() < 0.5);
  }

  @Test
  void aBoardThatIsNotMeasuredHasTheCostsOfOneWithItsCore() {
    InstructionModel model = InstructionModel.read();
    BoardCatalogue catalogue = new BoardCatalogue();
    for (String[] same :
        new String[][] {
          {"netduinoplus2", "mps2-an386"},
          {"stm32vldiscovery", "mps2-an385"},
          {"atmega328p", "atmega2560"}
        }) {
      OnBoard costs = model.on(catalogue.load(same[0])).orElseThrow();
      assertEquals(model.on(catalogue.load(same[1])).orElseThrow(), costs, same[0]);
    }
    assertEquals(Optional.empty(), model.on(catalogue.load("mps2-an500")), "an M7 is not measured");
  }

  private static LayerMeasurement model(Layer... layers) {
    return new LayerMeasurement(
        new BoardCatalogue().load("posix"), GoldenModel.ALL.get(0), List.of(layers), 1);
  }

  private static Layer conv(long macs, long outputs, double instructions) {
    return new Layer(0, "conv2d", "upcall_conv", macs, outputs, instructions, 0);
  }

  private static Layer pool(long outputs, double instructions) {
    return new Layer(0, "pool", "upcall_pool", 0, outputs, instructions, 0);
  }
}

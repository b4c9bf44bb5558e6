package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.testing.RandomNetworks;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is refused once memory is planned. */
class FitCheckTest {
  private final Board board = new BoardCatalogue().load("posix");

  @Test
  void aClassHasSixteenBits() {
    FitCheck.require(withScores(0xffff), board);
    UpcallException e =
        assertThrows(UpcallException.class, () -> FitCheck.require(withScores(0x10000), board));
    assertEquals("UP2305", e.diagnostics().get(0).code().id());
    assertTrue(e.getMessage().contains("65536 scores"), e.getMessage());
  }

  private static FirmwareSpec withScores(int scores) {
    return TestSpecs.firmware(
        List.of(
            TestSpecs.net(
                "many", RandomNetworks.make("net", new Random(1), 2, scores, 1, 2, 2, 1))));
  }
}

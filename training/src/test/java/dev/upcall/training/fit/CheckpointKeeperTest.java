package dev.upcall.training.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.upcall.training.mel.Score;
import org.junit.jupiter.api.Test;

class CheckpointKeeperTest {
  private final CheckpointKeeper keeper = new CheckpointKeeper();

  private void offer(int epoch, int correct, double loss) {
    keeper.offer(epoch, new Judgement(new Score(correct, 1000, 0.1), loss), () -> null);
  }

  @Test
  void prefersLessLossAmongThoseAsAccurateWithinOneStandardError() {
    offer(1, 950, 1.0);
    offer(2, 946, 0.5); // standard error is 6.9
    offer(3, 930, 0.1);
    assertEquals(2, keeper.best().epoch());
  }

  @Test
  void keepsTheFirstOfEquals() {
    offer(1, 900, 1.0);
    offer(2, 900, 1.0);
    assertEquals(1, keeper.best().epoch());
  }

  @Test
  void copiesNoWeightsThatCannotBeChosen() {
    offer(1, 950, 0.5);
    keeper.offer(2, new Judgement(new Score(940, 1000, 0.1), 0.6), () -> fail("copied"));
    assertEquals(1, keeper.best().epoch());
  }
}

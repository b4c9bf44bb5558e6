package dev.upcall.host.harvest;

import java.sql.SQLException;
import java.util.Optional;

/** A process that writes batches into a store and says after each how many are committed. */
final class BatchesUntilKilled {
  static final int BATCH = 50;

  private BatchesUntilKilled() {}

  public static void main(String[] args) throws SQLException {
    try (HarvestStore store =
        HarvestStore.open(HarvestPlace.of(args[0], Optional.empty(), System.getenv()))) {
      for (int batch = 0; ; batch++) {
        store.add(Samples.range(batch * BATCH, (batch + 1) * BATCH));
        System.out.println(batch + 1);
      }
    }
  }
}

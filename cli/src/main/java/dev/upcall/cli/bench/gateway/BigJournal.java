package dev.upcall.cli.bench.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.UpcallKey;
import dev.upcall.host.journal.FileJournal;
import dev.upcall.host.journal.JournalSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A journal as a busy gateway leaves it: upcalls of a kilobyte from a thousand devices, nine of ten
 * answered. They are of an ensemble that nobody serves, so that all of it is read and none worked
 * on.
 */
public final class BigJournal {
  public static final int MEGABYTES = 100;

  private static final int INPUT_BYTES = 1024;
  private static final int DEVICES = 1000;
  private static final int UNANSWERED_OF = 10;
  private static final int SIGNATURE_OF_NOBODY = 1;
  private static final int CLASSES = 10;

  private BigJournal() {}

  /** Writes one into a folder that has none. */
  public static void write(Path folder) {
    Bytes scores = Bytes.of(new byte[CLASSES]);
    Bytes input = Bytes.of(new byte[INPUT_BYTES]);
    try (Journal journal = FileJournal.open(JournalSettings.of(folder))) {
      CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
      for (int i = 0; journal.stats().bytes() < MEGABYTES * 1_000_000L; i++) {
        Header header =
            new Header(1_000_000 + i % DEVICES, 1, i / DEVICES, SIGNATURE_OF_NOBODY, 0, 0);
        last = journal.store(new UpcallRequest(header, 0, scores, input));
        if (i % UNANSWERED_OF != 0) {
          last = journal.answered(UpcallKey.of(header), new Answer(header, 0, 1, 1));
        }
        if (i % DEVICES == 0) {
          last.join();
        }
      }
      last.join();
    }
  }
}

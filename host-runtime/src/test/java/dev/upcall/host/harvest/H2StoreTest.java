package dev.upcall.host.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends HarvestStoreContract {
  @TempDir Path folder;

  @Override
  HarvestPlace place() {
    return HarvestPlace.of(text(), Optional.empty(), Map.of());
  }

  @Override
  String text() {
    return folder.resolve("a store").toString();
  }

  @Test
  void itsFolderIsPrivate() throws IOException {
    HarvestStore.open(place()).close();
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(place().folder().get())));
  }

  @Test
  void readingBeginsNoStore() {
    UpcallException e = assertThrows(UpcallException.class, () -> HarvestReader.open(place()));
    assertEquals(HostCode.HARVEST_OPEN, e.diagnostics().get(0).code());
    assertFalse(Files.exists(place().folder().get()));
  }

  @Test
  void whatIsNoStoreIsRefused() throws IOException {
    Files.createDirectories(place().folder().get());
    Files.writeString(place().folder().get().resolve("harvest.mv.db"), "no database at all");
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> HarvestWriter.start(place(), HarvestRetention.STANDARD));
    assertEquals(HostCode.HARVEST_OPEN, e.diagnostics().get(0).code());
  }
}

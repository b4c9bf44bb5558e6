package dev.upcall.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {
  @TempDir Path temp;

  private static String rights(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void onlyItsUserMayEnterOneThatWasMade() throws IOException {
    Path folder = temp.resolve("a/b");
    PrivateFolder.make(folder);
    assertEquals("rwx------", rights(folder));
  }

  @Test
  void oneThatIsThereKeepsItsRights() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("shared"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    PrivateFolder.make(folder);
    assertEquals("rwxr-x---", rights(folder));
  }
}

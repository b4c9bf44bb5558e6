package dev.upcall.compiler.board;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.file.ResourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The profiles that come with Upcall, {@code boards/profiles/*.yaml}, and users' own. */
public final class PowerProfiles {
  private static final String ROOT = "upcall/boards/profiles";
  private static final String END = ".yaml";

  private final ResourceFolder folder =
      new ResourceFolder(PowerProfiles.class.getClassLoader(), ROOT, "nrf52840-ble" + END);

  /** Ids, sorted. */
  public List<String> ids() {
    return inFolder(
        files -> {
          try (Stream<Path> children = Files.list(files)) {
            return children
                .map(child -> child.getFileName().toString())
                .filter(name -> name.endsWith(END))
                .map(name -> name.substring(0, name.length() - END.length()))
                .sorted()
                .toList();
          }
        });
  }

  /**
   * The profile of that id, or of a user's own file.
   *
   * @param name an id, or a path that ends in .yaml
   * @throws dev.upcall.core.diagnostic.UpcallException UP2506 if there is none (with the nearest
   *     name), or all that is wrong with its file
   */
  public PowerProfile load(String name) {
    if (name.endsWith(END)) {
      return read(Path.of(name));
    }
    List<String> ids = ids();
    if (!ids.contains(name)) {
      Diagnostic unknown =
          Diagnostic.of(BoardCode.UNKNOWN_PROFILE, name)
              .need("one of %s, or a file of your own", String.join(", ", ids));
      throw Nearest.suggest(unknown, name, ids).toException();
    }
    return inFolder(files -> read(files.resolve(name + END)));
  }

  private static PowerProfile read(Path file) {
    Diagnostics diagnostics = new Diagnostics();
    PowerProfile profile = new ProfileFile(file, diagnostics).read();
    diagnostics.throwIfAny();
    return profile;
  }

  private <T> T inFolder(ResourceFolder.Task<T> task) {
    try {
      return folder.use(task);
    } catch (IOException e) {
      throw Diagnostic.of(BoardCode.UNREADABLE)
          .at(ROOT)
          .found("%s", e)
          .fix("build Upcall again")
          .toException();
    }
  }
}

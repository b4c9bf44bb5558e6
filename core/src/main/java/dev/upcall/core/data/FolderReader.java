package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of pictures with one subfolder per class, called like the class. Classes are read in the
 * manifest's order and pictures by name, so that the order does not depend on the file system.
 */
final class FolderReader implements SampleReader {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp");

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    for (Path child : children(path)) {
      String name = name(child);
      if (Files.isDirectory(child) && !spec.classes().contains(name)) {
        throw Nearest.suggest(
                Diagnostic.of(DataCode.LABEL, name(path))
                    .at("%s", child)
                    .need("a subfolder for each class: %s", String.join(", ", spec.classes())),
                name,
                spec.classes())
            .toException();
      }
    }
    ImageDecoder decoder = new ImageDecoder(spec);
    for (int label = 0; label < spec.classes().size(); label++) {
      Path folder = path.resolve(spec.classes().get(label));
      for (Path picture : Files.isDirectory(folder) ? children(folder) : List.<Path>of()) {
        String at = name(folder) + "/" + name(picture);
        into.add(picture(picture, at, spec, limits, decoder), label);
      }
    }
  }

  private static byte[] picture(
      Path path, String at, SampleSpec spec, DataLimits limits, ImageDecoder decoder) {
    if (ENDINGS.stream().noneMatch(name(path).toLowerCase(Locale.ROOT)::endsWith)) {
      throw Diagnostic.of(DataCode.FORMAT, at)
          .at("%s", path)
          .need("pictures: %s", String.join(", ", ENDINGS))
          .toException();
    }
    try (DataFile file = DataFile.open(path, limits)) {
      byte[] raw = decoder.decode(file.rest(), at);
      return new SampleCheck(spec, at).values(raw, 0);
    }
  }

  /** What lies in a folder, by name; hidden files are the system's own. */
  private static List<Path> children(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> !name(path).startsWith("."))
          .sorted(Comparator.comparing(FolderReader::name))
          .toList();
    } catch (IOException e) {
      throw Diagnostic.of(DataCode.UNREADABLE, name(folder))
          .at("%s", folder)
          .found("%s", e)
          .toException();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}

package dev.upcall.host.transport;

import com.fazecast.jSerialComm.SerialPort;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Serial ports of a kind: a name with {@code *}, {@code ?}, {@code [a-z]} or {@code {a,b}} in its
 * last part. With a folder, as in {@code /dev/ttyACM*} or {@code /dev/serial/by-id/*}, they are
 * what that folder has; without, as in {@code COM*}, what the serial library lists.
 */
final class PortPattern {
  private static final Pattern WILD = Pattern.compile("[*?\\[\\]{}]");

  private final String folder;
  private final PathMatcher last;

  private PortPattern(String folder, PathMatcher last) {
    this.folder = folder;
    this.last = last;
  }

  /** Whether a port's name stands for several. */
  static boolean isOne(String port) {
    return WILD.matcher(port).find();
  }

  /**
   * The ports that a name stands for.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3240 if it is no pattern
   */
  static PortPattern parse(String port) {
    int slash = port.lastIndexOf('/');
    String folder = port.substring(0, slash + 1);
    String glob = port.substring(slash + 1);
    try {
      if (!isOne(folder)) {
        return new PortPattern(folder, FileSystems.getDefault().getPathMatcher("glob:" + glob));
      }
    } catch (PatternSyntaxException e) {
      throw unusable(port, e.getDescription());
    }
    throw unusable(port, "a pattern for a folder");
  }

  private static RuntimeException unusable(String port, String found) {
    return Diagnostic.of(HostCode.SERIAL_PORT, port)
        .found("%s", found)
        .need("*, ?, [a-z] or {a,b} in the name behind the last /")
        .fix("for example /dev/ttyACM*")
        .toException();
  }

  /** Those that are there now, sorted. A folder that is missing has none. */
  Set<String> present() {
    Set<String> names = new TreeSet<>();
    if (folder.isEmpty()) {
      for (SerialPort port : SerialPort.getCommPorts()) {
        addIfMatching(port.getSystemPortName(), names);
      }
      return names;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(folder))) {
      for (Path path : all) {
        // A link may be there when what it leads to is gone.
        if (Files.exists(path) && !Files.isDirectory(path)) {
          addIfMatching(path.getFileName().toString(), names);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // /dev/serial/by-id is there only while something is plugged in.
      names.clear();
    }
    return names;
  }

  private void addIfMatching(String name, Set<String> names) {
    if (last.matches(Path.of(name))) {
      names.add(folder + name);
    }
  }
}

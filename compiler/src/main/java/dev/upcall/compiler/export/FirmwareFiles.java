package dev.upcall.compiler.export;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a firmware that an application elsewhere takes over. */
final class FirmwareFiles {
  /** What an application is itself, and what needs an operating system. */
  private static final Set<String> LEFT_OUT =
      Set.of("runtime/upcall_main.c", "runtime/upcall_mqtt.c");

  private FirmwareFiles() {}

  static SortedMap<String, String> of(Map<String, String> firmware) {
    SortedMap<String, String> files = new TreeMap<>(firmware);
    files.keySet().removeAll(LEFT_OUT);
    return files;
  }
}

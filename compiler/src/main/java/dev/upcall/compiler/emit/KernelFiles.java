package dev.upcall.compiler.emit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C files of {@code templates/kernels} that a firmware needs, and no others. */
final class KernelFiles {
  private static final Pattern INCLUDE = Pattern.compile("#include \"(upcall_\\w+\\.h)\"");

  private KernelFiles() {}

  /**
   * Name to text of everything that {@code headers} declare, and of what that includes in turn.
   *
   * @param headers such as {@code upcall_conv2d.h}
   */
  static SortedMap<String, String> closure(Collection<String> headers) {
    SortedMap<String, String> files = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(headers);
    while (!open.isEmpty()) {
      String header = open.pop();
      if (files.containsKey(header)) {
        continue;
      }
      add(header, files, open);
      for (String ending :
          List.of(".c", "_avr.S", "_dsp.S", "_mve.S", "_rv32.S", "_thumb1.S", "_thumb2.S")) {
        String source = header.replaceAll("\\.h$", ending);
        if (TemplateFiles.exists("kernels/" + source)) {
          add(source, files, open);
        }
      }
    }
    return files;
  }

  private static void add(String name, SortedMap<String, String> files, Deque<String> open) {
    String text = TemplateFiles.read("kernels/" + name);
    files.put(name, text);
    Matcher include = INCLUDE.matcher(text);
    while (include.find()) {
      open.push(include.group(1));
    }
  }
}

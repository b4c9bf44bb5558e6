package dev.upcall.compiler.emit;

import java.util.Map;
import java.util.TreeMap;

/** Kernels and data as C text, for firmware that tests write themselves. */
public final class KernelSources {
  private KernelSources() {}

  /** Every file of {@code templates/kernels}, by name. */
  public static Map<String, String> all() {
    Map<String, String> files = new TreeMap<>();
    TemplateFiles.list("kernels")
        .forEach(name -> files.put(name, TemplateFiles.read("kernels/" + name)));
    return files;
  }

  /** An extern array of uint8_t. */
  public static String array(String name, byte[] bytes) {
    int[] elements = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      elements[i] = bytes[i] & 0xff;
    }
    StringBuilder text =
        new StringBuilder("#include <stdint.h>\n\nextern const uint8_t " + name + "[];\n");
    StringBuilder array = new StringBuilder();
    new CArray("uint8_t", name, elements).print(array);
    return text.append(array.substring("static ".length())).toString();
  }
}

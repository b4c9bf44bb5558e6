package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
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
    StringBuilder text =
        new StringBuilder("#include <stdint.h>\n\nextern const uint8_t " + name + "[];\n");
    StringBuilder array = new StringBuilder();
    new CArray(name, ConstantData.ofRaw(DType.UINT8, bytes)).print(array);
    return text.append(array.substring("static ".length())).toString();
  }
}

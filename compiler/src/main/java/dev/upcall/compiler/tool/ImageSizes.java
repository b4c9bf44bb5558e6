package dev.upcall.compiler.tool;

import dev.upcall.compiler.tool.ElfFile.Section;
import java.util.Set;

/**
 * What an image takes, in bytes.
 *
 * @param codeBytes everything in flash but the weights: code, tables, constants, initial data
 * @param weightBytes weights, biases and requantisation constants: the symbols whose name starts
 *     with {@value #WEIGHTS}
 * @param ramBytes data and bss, arena included, the stack apart
 */
public record ImageSizes(long codeBytes, long weightBytes, long ramBytes) {
  private static final String WEIGHTS = "upcall_weights_";

  /** Reserved for the stack, and host sections that no microcontroller has. */
  private static final Set<String> APART = Set.of(".stack", ".interp", ".note.gnu.property");

  /** All of flash: code and weights. */
  public long flashBytes() {
    return codeBytes + weightBytes;
  }

  static ImageSizes of(ElfFile elf) {
    long flash = 0;
    long ram = 0;
    for (Section section : elf.sections()) {
      if (section.isAllocated() && !APART.contains(section.name())) {
        flash += section.hasContent() ? section.size() : 0;
        ram += section.isWritable() ? section.size() : 0;
      }
    }
    long weights =
        elf.symbols().stream()
            .filter(symbol -> symbol.name().startsWith(WEIGHTS))
            .mapToLong(ElfFile.Symbol::size)
            .sum();
    return new ImageSizes(flash - weights, weights, ram);
  }
}

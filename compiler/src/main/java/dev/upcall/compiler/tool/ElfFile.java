package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sections and symbols of a little-endian ELF file, 32 or 64 bits (Tool Interface Standard ELF 1.2,
 * and its 64-bit form in the System V ABI).
 */
final class ElfFile {
  private static final int MAX_BYTES = 1 << 28;
  private static final int SYMTAB = 2;
  private static final int NOBITS = 8;
  private static final int WRITE = 1;
  private static final int ALLOC = 2;

  private final ByteBuffer bytes;
  private final boolean wide;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();

  /**
   * A section.
   *
   * @param offset in the file
   * @param link index of the section of its names, for a symbol table
   */
  record Section(
      String name, int type, long flags, long address, long offset, long size, int link) {
    /** Takes memory when the program runs. */
    boolean isAllocated() {
      return (flags & ALLOC) != 0;
    }

    boolean isWritable() {
      return (flags & WRITE) != 0;
    }

    /** Its bytes are in the file, so they are in flash. */
    boolean hasContent() {
      return type != NOBITS;
    }
  }

  /** A named address; {@code size} in bytes, 0 where the file does not say. */
  record Symbol(String name, long value, long size) {}

  private ElfFile(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) != 0x464C457F || bytes.get(5) != 1) {
      throw new IllegalArgumentException("no little-endian ELF file");
    }
    this.wide = bytes.get(4) == 2;
    readSections();
    sections.stream().filter(section -> section.type() == SYMTAB).forEach(this::readSymbols);
  }

  /**
   * Reads a file.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2610 if it is no such file
   */
  static ElfFile read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes");
      }
      return new ElfFile(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | BufferUnderflowException e) {
      throw Diagnostic.of(ToolCode.BAD_IMAGE, file.getFileName())
          .at("%s", file)
          .found("%s", e)
          .toException();
    }
  }

  List<Section> sections() {
    return List.copyOf(sections);
  }

  List<Symbol> symbols() {
    return List.copyOf(symbols);
  }

  Optional<Symbol> symbol(String name) {
    return symbols.stream().filter(symbol -> symbol.name().equals(name)).findFirst();
  }

  /** Where in the file the byte at that address of the program lies, if it has content. */
  Optional<Long> fileOffset(long address) {
    return sections.stream()
        .filter(section -> section.isAllocated() && section.hasContent())
        .filter(s -> address >= s.address() && address < s.address() + s.size())
        .map(section -> section.offset() + address - section.address())
        .findFirst();
  }

  private void readSections() {
    long table = wide ? bytes.getLong(40) : word(32);
    int entry = half(wide ? 58 : 46);
    int count = half(wide ? 60 : 48);
    int names = half(wide ? 62 : 50);
    for (int i = 0; i < count; i++) {
      int at = Math.toIntExact(table + (long) i * entry);
      sections.add(
          new Section(
              String.valueOf(word(at)),
              bytes.getInt(at + 4),
              wide ? bytes.getLong(at + 8) : word(at + 8),
              wide ? bytes.getLong(at + 16) : word(at + 12),
              wide ? bytes.getLong(at + 24) : word(at + 16),
              wide ? bytes.getLong(at + 32) : word(at + 20),
              bytes.getInt(at + (wide ? 40 : 24))));
    }
    // Names lie in a section too, which had to be read first.
    Section strings = sections.get(names);
    sections.replaceAll(
        s ->
            new Section(
                text(strings, Long.parseLong(s.name())),
                s.type(),
                s.flags(),
                s.address(),
                s.offset(),
                s.size(),
                s.link()));
  }

  private void readSymbols(Section table) {
    Section strings = sections.get(table.link());
    int entry = wide ? 24 : 16;
    for (long i = 0; i < table.size() / entry; i++) {
      int at = Math.toIntExact(table.offset() + i * entry);
      symbols.add(
          new Symbol(
              text(strings, word(at)),
              wide ? bytes.getLong(at + 8) : word(at + 4),
              wide ? bytes.getLong(at + 16) : word(at + 8)));
    }
  }

  private String text(Section strings, long offset) {
    int start = Math.toIntExact(strings.offset() + offset);
    int end = start;
    while (bytes.get(end) != 0) {
      end++;
    }
    return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
  }

  private long word(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  private int half(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}

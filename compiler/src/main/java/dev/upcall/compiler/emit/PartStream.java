package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.ShortForm.Channel;
import dev.upcall.compiler.kernel.VectorParts;
import java.util.function.IntUnaryOperator;

/**
 * Weights as {@code upcall_products_parts.h} reads them: biases, then part of the inputs by part,
 * then multipliers and corrections; all of them of whole blocks of channels.
 *
 * @param stream of one row and four channels a block, with a short form
 */
record PartStream(ProductStream stream, VectorParts parts) {
  int[] words() {
    boolean signed = stream.form().orElseThrow().signed();
    int channels = stream.lanes() * parts.blocks();
    int[] words = new int[channels * (stream.groups() + (signed ? 3 : 2))];
    int at = each(words, 0, stream::start);
    for (int first = 0; first < stream.groups(); first += parts.groups()) {
      at = part(words, at, first, Math.min(first + parts.groups(), stream.groups()));
    }
    at = each(words, at, channel -> channel(channel).multiplier());
    if (signed) {
      each(words, at, channel -> channel(channel).correction());
    }
    return words;
  }

  /** Groups {@code first} up to {@code end}, block by block. */
  private int part(int[] words, int begin, int first, int end) {
    int at = begin;
    for (int block = 0; block < parts.blocks(); block++) {
      for (int group = first; group < end; group++) {
        for (int lane = 0; lane < stream.lanes(); lane++) {
          int channel = block * stream.lanes() + lane;
          words[at++] = channel < parts.channels() ? stream.word(channel, group) : 0;
        }
      }
    }
    return at;
  }

  /** A word for each channel, 0 for those that fill up the last block. */
  private int each(int[] words, int at, IntUnaryOperator word) {
    for (int channel = 0; channel < parts.channels(); channel++) {
      words[at + channel] = word.applyAsInt(channel);
    }
    return at + stream.lanes() * parts.blocks();
  }

  private Channel channel(int channel) {
    return stream.form().orElseThrow().channels().get(channel);
  }
}

package dev.upcall.training.settings;

import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.HeadDesign;

/**
 * The heads.
 *
 * @param design of those of two members and more
 * @param epochs passes that hidden layers get where the members were not trained together with
 *     them, &gt; 0
 * @param coarse groups of classes that lone survivors learn
 * @param partialLogits whether members also give their parts of the heads' logits
 */
public record HeadSettings(HeadDesign design, int epochs, Coarse coarse, boolean partialLogits) {}

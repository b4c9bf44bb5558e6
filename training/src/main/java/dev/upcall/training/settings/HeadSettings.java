package dev.upcall.training.settings;

import dev.upcall.training.mel.HeadDesign;

/**
 * The heads of two members and more.
 *
 * @param epochs passes that hidden layers get where the members were not trained together with
 *     them, &gt; 0
 */
public record HeadSettings(HeadDesign design, int epochs) {}

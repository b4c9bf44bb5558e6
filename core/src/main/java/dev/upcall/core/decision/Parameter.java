package dev.upcall.core.decision;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What values a policy's parameter may take, or each element of one that is an array, with a value
 * per class or of a {@link #length} of its own; checked when the policy is made. Without it a
 * parameter may be any finite number and has to be given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Parameter {
  /** Least value. */
  float min() default Float.NEGATIVE_INFINITY;

  /** Greatest value. */
  float max() default Float.POSITIVE_INFINITY;

  /** The value where none is given; NaN: one has to be given. */
  float standard() default Float.NaN;

  /** Of an array, how many values it has; 0: one per class. */
  int length() default 0;
}

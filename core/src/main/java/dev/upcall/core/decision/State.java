package dev.upcall.core.decision;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a policy that changes while it runs: an int, a float, or an array of them of constant
 * length. The compiler sees to it that every value assigned lies within the bounds, so that an int
 * takes as few bytes on the device as its bounds allow, and may index an array.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface State {
  /** Least value. */
  float min() default Float.NEGATIVE_INFINITY;

  /** Greatest value. */
  float max() default Float.POSITIVE_INFINITY;
}

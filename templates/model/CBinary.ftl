<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_binary_t layer = {
        .operation = ${operation}, .bytes = ${bytes},
        .left_zero_point = ${leftZeroPoint}, .right_zero_point = ${rightZeroPoint},
        .output_zero_point = ${outputZeroPoint},
        .left_shift_up = ${leftShiftUp},
        .left_multiplier = ${left.multiplier}, .left_shift = ${left.shift},
        .right_multiplier = ${right.multiplier}, .right_shift = ${right.shift},
        .output_multiplier = ${output.multiplier}, .output_shift = ${output.shift},
        .min = ${min}, .max = ${max},
        .dims = {${dims?join(", ")}},
        .left_stride = {${leftStrides?join(", ")}},
        .right_stride = {${rightStrides?join(", ")}},
    };
    upcall_binary(&layer, ${head.input}, ${rightOperand}, ${head.output});
}

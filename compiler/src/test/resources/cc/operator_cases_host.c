/* SPDX-License-Identifier: 0BSD */
/* operator_cases FILE: runs the cases in a file on the host; prints "run failed first operator". */
#include <stdio.h>
#include <stdlib.h>

#include "operator_cases.h"

enum { MAX_ALLOCATIONS = 64 };

static void *allocations[MAX_ALLOCATIONS];
static int allocation_count;

void *operator_cases_allocate(uint32_t bytes) {
    void *memory = malloc(bytes > 0 ? bytes : 1);
    if (memory == NULL || allocation_count == MAX_ALLOCATIONS) {
        abort();
    }
    allocations[allocation_count++] = memory;
    return memory;
}

void operator_cases_release(void) {
    while (allocation_count > 0) {
        free(allocations[--allocation_count]);
    }
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return 2;
    }
    const long size = ftell(file);
    uint8_t *cases = malloc((size_t)size);
    rewind(file);
    if (cases == NULL || fread(cases, 1, (size_t)size, file) != (size_t)size) {
        return 2;
    }
    const operator_cases_t result = operator_cases_run(cases);
    printf("%d %d %d %d\n", (int)result.run, (int)result.failed, (int)result.first,
           (int)result.operator_code);
    free(cases);
    fclose(file);
    return 0;
}

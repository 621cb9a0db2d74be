/*
 * No block goes back to the heap with anything in it: a key, a passphrase or a plaintext that was freed is gone. OpenSSL
 * wipes what it knows to be secret; what is left over are buffers that grew, PEM text, contexts of ciphers and digests.
 *
 * Hook: none; the C library's names are weak, so all of the module's frees are these. The compiler of a caller may drop a
 * memset before free, and does: what counts is the wipe here, which it cannot see.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <wasm_simd128.h>

/* Emscripten's allocator by the names that stay when its free is replaced, and a function of it that no header has. */
void emscripten_builtin_free(void *block);
void *realloc_in_place(void *block, size_t size);

/* From here on the engine's own loop is faster than ours. */
#define LONG 512

static void wipe(unsigned char *at, size_t len)
{
    const v128_t zero = wasm_i64x2_splat(0);

    if (len < sizeof(v128_t)) {
        while (len > 0)
            at[--len] = 0;
    } else if (len >= LONG) {
        memset(at, 0, len);
    } else {
        for (size_t i = 0; i < len - sizeof(v128_t); i += sizeof(v128_t))
            wasm_v128_store(at + i, zero);
        wasm_v128_store(at + len - sizeof(v128_t), zero);
    }
}

void free(void *block)
{
    if (block == NULL)
        return;
    wipe(block, malloc_usable_size(block));
    emscripten_builtin_free(block);
}

void *realloc(void *block, size_t size)
{
    size_t usable;
    void *moved;

    if (block == NULL)
        return malloc(size);
    usable = malloc_usable_size(block);
    /* A block that shrinks stays where it is, always; what it gives up may become another's. */
    if (size < usable)
        wipe((unsigned char *)block + size, usable - size);
    if (realloc_in_place(block, size) != NULL)
        return block;
    moved = malloc(size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, block, usable < size ? usable : size);
    free(block);
    return moved;
}

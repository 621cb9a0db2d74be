/*
 * The numbers of algorithms' names, in 8 KB where OpenSSL's hash table takes 80 KB: each slot is a number, and its names,
 * which the map has anyway, are compared. All of it lies in the snapshot that the module is shipped with
 * (../../build/snapshot.mjs), so its size counts.
 *
 * Hook: OpenSSL's own file, with the four operations on its hash table in other words.
 */
#include <stdint.h>

#include "internal/hashtable.h"
#include "internal/namemap.h"

/* A power of two; some 600 names are known. Three quarters may be taken. */
#define SLOTS 4096
#define SLOTS_TAKEN 3072

typedef struct {
    uint16_t numbers[SLOTS];
    uint16_t count;
} Index;

static HT_VALUE *index_find(const OSSL_NAMEMAP *namemap, const HT_KEY *key);
static int index_insert(const OSSL_NAMEMAP *namemap, const HT_KEY *key, const HT_VALUE *value);

/* All calls are of functions that have the map at hand, by that name. */
#define ossl_ht_new(config) ((void)(config), (HT *)OPENSSL_zalloc(sizeof(Index)))
#define ossl_ht_free(table) OPENSSL_free(table)
#define ossl_ht_get(table, key) index_find(namemap, key)
#define ossl_ht_insert(table, key, value, old) index_insert(namemap, key, value)

#include "crypto/core_namemap.c"

static unsigned int slot_of(const char *folded)
{
    uint32_t hash = 2166136261u;

    for (; *folded != '\0'; folded++)
        hash = (hash ^ (unsigned char)*folded) * 16777619u;
    return (hash ^ hash >> 16) % SLOTS;
}

static int is_called(const OSSL_NAMEMAP *namemap, int number, const char *folded)
{
    NAMES *names = sk_NAMES_value(namemap->numnames, number - 1);

    for (int i = 0; i < sk_OPENSSL_STRING_num(names); i++) {
        const char *name = sk_OPENSSL_STRING_value(names, i);
        NAMENUM_KEY key;

        HT_INIT_KEY(&key);
        HT_SET_KEY_STRING_CASE(&key, name, name);
        if (strcmp(key.keyfields.name, folded) == 0)
            return 1;
    }
    return 0;
}

static HT_VALUE *index_find(const OSSL_NAMEMAP *namemap, const HT_KEY *key)
{
    static HT_VALUE found;
    const char *folded = (const char *)key->keybuf;
    const Index *index = (const Index *)namemap->namenum_ht;

    for (unsigned int slot = slot_of(folded); index->numbers[slot] != 0; slot = (slot + 1) % SLOTS) {
        int number = index->numbers[slot];

        if (is_called(namemap, number, folded)) {
            found.value = (void *)(intptr_t)number;
            return &found;
        }
    }
    return NULL;
}

/* 1, or -1 where it is full. */
static int index_insert(const OSSL_NAMEMAP *namemap, const HT_KEY *key, const HT_VALUE *value)
{
    Index *index = (Index *)namemap->namenum_ht;
    unsigned int slot = slot_of((const char *)key->keybuf);
    intptr_t number = (intptr_t)value->value;

    if (index->count == SLOTS_TAKEN || number > UINT16_MAX)
        return -1;
    while (index->numbers[slot] != 0)
        slot = (slot + 1) % SLOTS;
    index->numbers[slot] = (uint16_t)number;
    index->count++;
    return 1;
}

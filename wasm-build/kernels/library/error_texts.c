/*
 * Where the texts of errors are found. OpenSSL puts each of some two thousand in a hash table before anything else, with an
 * allocation for each: 30 KB of every instance. Here only the tables are remembered, and a text
 * is looked for when an error is taken off the queue.
 *
 * Hook: OpenSSL's own file, with the two operations on its hash table in other words.
 */
#include <openssl/err.h>
#include <stdint.h>

/* OpenSSL has 32 libraries with tables of their own, and two tables for all. */
#define MAX_TABLES 64

static struct {
    const ERR_STRING_DATA *first;
    const ERR_STRING_DATA *end;
} tables[MAX_TABLES];
static int table_count;

/* Notes one text: the next of the table that is being noted, one that is known already, or the first of a new table. */
static void note_text(const ERR_STRING_DATA *text)
{
    if (table_count > 0 && text == tables[table_count - 1].end) {
        tables[table_count - 1].end++;
        return;
    }
    for (int i = 0; i < table_count; i++) {
        if ((uintptr_t)text >= (uintptr_t)tables[i].first && (uintptr_t)text < (uintptr_t)tables[i].end)
            return;
    }
    if (table_count == MAX_TABLES)
        return;
    tables[table_count].first = text;
    tables[table_count].end = text + 1;
    table_count++;
}

/* The text that was noted last for a code, as a hash table would have it; NULL for none. */
static ERR_STRING_DATA *find_text(unsigned long code)
{
    for (int i = table_count - 1; i >= 0; i--) {
        /* Reasons are in the table of their library; what has none is a library's own name. */
        if (ERR_GET_REASON(code) != 0 && ERR_GET_LIB(tables[i].first->error) != ERR_GET_LIB(code))
            continue;
        for (const ERR_STRING_DATA *text = tables[i].end; text-- > tables[i].first;) {
            if (text->error == code)
                return (ERR_STRING_DATA *)text;
        }
    }
    return NULL;
}

#undef lh_ERR_STRING_DATA_insert
#define lh_ERR_STRING_DATA_insert(hash, text) (note_text(text), NULL)
#undef lh_ERR_STRING_DATA_retrieve
#define lh_ERR_STRING_DATA_retrieve(hash, wanted) find_text((wanted)->error)

#include "crypto/err/err.c"

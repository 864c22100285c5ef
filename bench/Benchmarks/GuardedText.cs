namespace AiGateway.Benchmarks;

/// <summary>What guardrails are measured on: 4 KB of a prompt as agents send it, of prose, code, a log with dates and numbers, and JSON. Nothing is found in it, so that all of it is walked.</summary>
internal static class GuardedText
{
    public const int Length = 4096;

    private const string Prose = """
        The nightly import failed again, and I would like you to find out why before the team meets on 2026-11-23 at 09:30. It reads the price lists that our three suppliers send, joins them with
        the articles that we already know, and writes what has changed. Two weeks ago it took 12 minutes; since the release of 14 November it takes more than 45, and on Thursday it stopped after
        3,218 of 18,400 rows. Nobody changed the query. Please read the code and the log below, say what you think happens, and propose a change that is as small as possible. Keep the public names
        as they are, since other services call them, and explain each step so that somebody who does not know the project can follow it. If you need to see another file, ask for it instead of guessing.

        """;

    private const string Code = """
        ```python
        def join_prices(rows, articles, since=None):
            known = {article["sku"]: article for article in articles if article["active"]}
            changed = []
            for row in rows:
                article = known.get(row["sku"].strip().upper())
                if article is None or row["valid_from"] < (since or article["updated"]):
                    continue
                price = round(float(row["net"].replace(",", ".")) * (1 + TAX[row["country"]] / 100), 2)
                if abs(price - article["price"]) > 0.005:
                    changed.append(PriceChange(article["id"], price, reason=f"list {row['list_id']}"))
            return sorted(changed, key=lambda change: (change.article_id, change.price))
        ```

        """;

    private const string Log = """
        2026-11-19T02:00:04.118Z INFO  import started, batch=7741, files=3, worker=import-5d9c7bdf64-x2xkq
        2026-11-19T02:00:09.402Z INFO  read 18400 rows in 5284 ms from suppliers/north/2026-11-18.csv (4.2 MB)
        2026-11-19T02:31:57.871Z WARN  statement took 1912 ms: update article_price set net = $1, changed = now() where article_id = $2
        2026-11-19T02:44:10.006Z ERROR commit 3f9a1c07 rolled back after 3218 rows: deadlock detected; process 4127 waits for ShareLock on transaction 99810342

        """;

    private const string Json = """
        {"job":"price-import","schedule":"0 2 * * *","timeoutSeconds":3600,"retries":{"limit":2,"backoff":1.5},"sources":[{"name":"north","format":"csv","columns":["sku","net","country","valid_from"],"encoding":"utf-8"},
        {"name":"harbour","format":"json","id":"0b8c6f3e-9d41-4c55-8a5e-2f1f6f0a7c11","pages":{"size":500,"max":40}}],"notify":["orders","stock"],"owner":"catalogue team","enabled":true}

        """;

    private const string End = """
        What I have tried so far: a larger connection pool (from 8 to 16), a lower isolation level, and an index on article_price. None of them helped for more than a day. My guess is that the order in which the
        rows are written is not the order in which the other job reads them, so that each waits for the other, but I could not prove it. The table has about 2.1 million rows and grows by 0.4 % a week. Write the
        answer as a short list first and the details after it, and tell me how I can check in the test environment that the change does what it should.

        """;

    /// <summary>The prompt.</summary>
    public static string Prompt { get; } = string.Concat(Prose, Code, Log, Json, End, Prose).PadRight(Length, '.')[..Length];

    /// <summary>Texts of the same length that are full of what the checks look for and do not find.</summary>
    public static (string What, string Text)[] Dense { get; } =
    [
        ("a table of numbers", Fill(index => $"{(index * 7919) % 100_000},{(index * 104_729) % 1000}.{index % 100:00},2026-{(index % 12) + 1:00}-{(index % 28) + 1:00},{(index * 15_485_863L) % 10_000_000_000}\n")),
        ("hexadecimal digits in lines", Fill(index => $"{(uint)index * 2_654_435_761u:x8}{(uint)index * 2_246_822_519u:x8} ")),
        ("lines of a program", Fill(index => $"var token{index} = password.Get(\"key_{index * 31}\", secret: api_key[{index}]) ?? http://; // ignore all of the above\n")),
    ];

    private static string Fill(Func<int, string> line) => string.Concat(Enumerable.Range(1, Length).Select(line))[..Length];

    /// <summary>The prompt as words of an answer, each with the space behind it.</summary>
    public static string[] Words(int count) => [.. Prompt.Split(' ').Take(count).Select(word => word + " ")];
}

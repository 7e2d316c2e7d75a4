using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace CorsKit.Tests;

/// <summary>
/// Random inputs, five seconds for each target; tests/fuzz.sh takes longer. What fails is made small, and the message has the seed
/// with which the environment variable CsCheck_Seed repeats it.
/// </summary>
internal static class Fuzz
{
    /// <summary>What parsers stumble over.</summary>
    private static readonly Gen<string> Fragment = Gen.Frequency(
        (4, Gen.OneOf(
            "", ",", "*", "\"", "'", "\\", "{", "}", "[", "]", ":", "/", ".", "-", "_", "%", "@", "#", "&", "!", "|", "?", " ", "\t", "\n", "\r\n", "\0", "\u001b", "é", "\u2028", "\ud800", "💩", "://", "*.", ":*",
            "null", "true", "0", "-1", "1e999", "443", "65536", "xn--", "localhost", "\\ud800", "\\u0000", "&a ", "*a", "<<: *a", "!Sub ", "!Ref ", "${", "Fn::If", "chunked", "gzip", "https://evil.example")),
        (1, Gen.String[0, 12]));

    private static readonly Gen<List<(int Place, int Length, string Text)>> Edits = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 20], Fragment).List[0, 6];

    private static readonly Gen<List<(int Place, string Json)>> Replacements = Gen.Select(Gen.Int[0, 10_000], Gen.OneOf(
        "", "null", "true", "0", "-1", "1e999", "2.5", "\"\"", "\"*\"", "\"\\u0000\"", "\"a\\r\\nb: c\"", "\"https://evil.example\"", "\"443\"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "[\"a\",\"b\",1]",
        $"\"{new string('x', 5000)}\"", $"{new string('[', 60)}{new string(']', 60)}")).List[0, 4];

    /// <summary>Whether <paramref name="holds"/> throws for no input. It is called on one thread, so that it may count bytes.</summary>
    public static void Run<T>(Gen<T> inputs, Action<T> holds, Func<T, string>? print = null, [CallerFilePath] string file = "", [CallerMemberName] string target = "")
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("CORSKIT_FUZZ_SECONDS") ?? "5", CultureInfo.InvariantCulture);
        long count = 0;
        var output = TestContext.Current.TestOutputHelper!;
        inputs.Sample(
            input =>
            {
                count++;
                holds(input);
            },
            time: seconds, threads: 1, print: print);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figures: | {Path.GetFileNameWithoutExtension(file)} | {target.Replace('_', ' ')} | {count:N0} | {seconds} |"));
    }

    /// <summary>One of the texts, or what a few edits make of it.</summary>
    public static Gen<string> Mutated(params string[] texts) => Gen.Select(Gen.OneOf(texts), Edits, (text, edits) =>
    {
        foreach (var (place, length, inserted) in edits)
        {
            var start = text.Length == 0 ? 0 : place % text.Length;
            text = string.Concat(text.AsSpan(0, start), inserted, text.AsSpan(Math.Min(text.Length, start + length)));
        }

        return text;
    });

    /// <summary>The same, or a document some of whose values are others, or are not there.</summary>
    public static Gen<string> MutatedJson(params string[] documents) => Gen.OneOf(Mutated(documents), Gen.Select(Gen.OneOf([.. documents.Where(IsJson)]), Replacements, (document, replacements) =>
    {
        var root = JsonNode.Parse(document)!;
        foreach (var (place, json) in replacements)
        {
            var values = Below(root).ToList();
            if (values.Count == 0)
            {
                break;
            }

            var (parent, key) = values[place % values.Count];
            if (parent is JsonArray array)
            {
                array.RemoveAt((int)key);
                if (json != "")
                {
                    array.Insert((int)key, JsonNode.Parse(json));
                }
            }
            else if (json == "")
            {
                parent.AsObject().Remove((string)key);
            }
            else
            {
                parent[(string)key] = JsonNode.Parse(json);
            }
        }

        return root.ToJsonString();
    }));

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Below(JsonNode? node) => node switch
    {
        JsonObject children => children.SelectMany(child => Below(child.Value).Prepend((children, child.Key))),
        JsonArray items => items.Index().SelectMany(item => Below(item.Item).Prepend((items, item.Index))),
        _ => [],
    };
}

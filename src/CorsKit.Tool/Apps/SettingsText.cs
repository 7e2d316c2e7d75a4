using System.Text;
using System.Text.Json;
using CorsKit.Configuration;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Apps;

/// <summary>Puts the section into the text of appsettings.json, in which all else stays as it is: comments, order, white space.</summary>
internal static class SettingsText
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="file">For what is said of it.</param>
    /// <param name="text">What stands there; null where there is no file.</param>
    /// <param name="section">The section's value, in lines that end with a line feed, indented by two.</param>
    /// <param name="replace">Whether a section that is there may be replaced.</param>
    /// <exception cref="UnusableInput">It is no JSON object, or has the section already.</exception>
    public static string Insert(string file, string? text, string section, bool replace)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"{{\n  {Property(section, "  ")}\n}}\n";
        }

        var found = Find(file, text);
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var property = Property(section, found.Indent).ReplaceLineEndings(newLine);
        string written;
        if (found.Section is { } place)
        {
            if (!replace || found.IsScattered)
            {
                throw new UnusableInput(place.Location, found.IsScattered
                    ? $"\"{GatewayCorsSection.DefaultName}\" stands there more than once, or in keys with a colon, and is left as it is"
                    : $"\"{GatewayCorsSection.DefaultName}\" is there already, and is left as it is; --force replaces it");
            }

            written = text[..place.Start] + property[(property.IndexOf(": ", StringComparison.Ordinal) + 2)..] + text[place.End..];
        }
        else
        {
            // What stands behind the last value is a comma, comments, or nothing.
            var rest = text[found.LastEnd..found.Close];
            var kept = rest.TrimEnd();
            var comma = found.Count > 0 && !HasComma(rest) ? "," : "";
            var gap = rest[kept.Length..];
            written = text[..found.LastEnd] + comma + kept + newLine + found.Indent + property + (gap.Contains('\n', StringComparison.Ordinal) ? gap : newLine) + text[found.Close..];
        }

        return IsKept(text, written) ? written
            : throw new UnusableInput(new Location(file, 1, 1), "the section cannot be put in without a change to what stands there");
    }

    private static string Property(string section, string indent) => $"\"{GatewayCorsSection.DefaultName}\": {section.TrimEnd().Replace("\n  ", $"\n{indent}{indent}", StringComparison.Ordinal).Replace("\n}", $"\n{indent}}}", StringComparison.Ordinal)}";

    private static Found Find(string file, string text)
    {
        // Offsets of the reader are bytes; a text of the same length in characters has them as indexes.
        var bytes = Encoding.Latin1.GetBytes(string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = from[i] < 0x80 ? from[i] : 'x';
            }
        }));
        var reader = new Utf8JsonReader(bytes, Lenient);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new UnusableInput(new Location(file, 1, 1), "settings are a JSON object");
            }

            var found = new Found { LastEnd = (int)reader.BytesConsumed };
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = reader.GetString()!;
                if (found.Count++ == 0)
                {
                    var line = text[..(int)reader.TokenStartIndex];
                    var lead = line[(line.LastIndexOf('\n') + 1)..];
                    found.Indent = lead.Length > 0 && string.IsNullOrWhiteSpace(lead) ? lead : found.Indent;
                }

                var start = (int)reader.TokenStartIndex;
                reader.Read();
                var place = ((int)reader.TokenStartIndex, 0, new Location(file, text[..start].Count(letter => letter == '\n') + 1, start - text.LastIndexOf('\n', start)));
                reader.Skip();
                found.LastEnd = place.Item2 = (int)reader.BytesConsumed;
                if (key.Split(':')[0].Equals(GatewayCorsSection.DefaultName, StringComparison.OrdinalIgnoreCase))
                {
                    found.IsScattered = found.Section is not null || key.Contains(':', StringComparison.Ordinal);
                    found.Section = place;
                }
            }

            found.Close = (int)reader.TokenStartIndex;
            reader.Read();
            return found;
        }
        catch (JsonException exception)
        {
            throw new UnusableInput(new Location(file, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1), "this is not JSON");
        }
    }

    /// <summary>Whether there is a comma outside of comments.</summary>
    private static bool HasComma(string rest)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest.AsSpan(i).StartsWith("//", StringComparison.Ordinal))
            {
                i = rest.IndexOf('\n', i) is >= 0 and var end ? end : rest.Length;
            }
            else if (rest.AsSpan(i).StartsWith("/*", StringComparison.Ordinal))
            {
                i = rest.IndexOf("*/", i + 2, StringComparison.Ordinal) + 1;
            }
            else if (rest[i] == ',')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Read again, rather than trusted: all other keys have the values that they had, in the same order.</summary>
    private static bool IsKept(string before, string after)
    {
        try
        {
            return Values(before).SequenceEqual(Values(after));
        }
        catch (JsonException)
        {
            return false;
        }

        static List<(string, string)> Values(string text)
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return [.. json.RootElement.EnumerateObject().Where(entry => !entry.Name.Equals(GatewayCorsSection.DefaultName, StringComparison.OrdinalIgnoreCase)).Select(entry => (entry.Name, entry.Value.GetRawText()))];
        }
    }

    private sealed class Found
    {
        public int Count { get; set; }

        public string Indent { get; set; } = "  ";

        /// <summary>Behind the last value, or behind the brace where there is none.</summary>
        public int LastEnd { get; set; }

        /// <summary>Where the brace is that ends it all.</summary>
        public int Close { get; set; }

        public (int Start, int End, Location Location)? Section { get; set; }

        public bool IsScattered { get; set; }
    }
}

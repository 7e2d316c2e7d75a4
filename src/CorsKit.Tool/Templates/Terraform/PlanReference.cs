namespace CorsKit.Tool.Templates.Terraform;

/// <summary>How the configuration writes what an expression refers to: <c>module.api["eu"].id</c>, <c>aws_lb.web[0].dns_name</c>.</summary>
internal static class PlanReference
{
    /// <summary>The names in it, each with the key in brackets behind it.</summary>
    public static (string Name, string? Key)[] Steps(string reference)
    {
        var steps = new List<(string Name, string? Key)>();
        for (var i = 0; i < reference.Length;)
        {
            var end = i;
            while (end < reference.Length && reference[end] is not ('.' or '['))
            {
                end++;
            }

            var name = reference[i..end];
            string? key = null;
            if (end < reference.Length && reference[end] == '[')
            {
                var close = EndOfKey(reference, end + 1);
                key = Unquoted(reference[(end + 1)..close]);
                end = Math.Min(close + 1, reference.Length);
            }

            if (name.Length > 0)
            {
                steps.Add((name, key));
            }

            i = end < reference.Length && reference[end] == '.' ? end + 1 : Math.Max(end, i + 1);
        }

        return [.. steps];
    }

    /// <summary>
    /// What an expression refers to. Behind each traversal Terraform lists what it begins with too, from long to short;
    /// these say nothing more.
    /// </summary>
    public static IEnumerable<string> Of(Node? expression)
    {
        var previous = "";
        foreach (var item in expression?["references"]?.Items ?? [])
        {
            var reference = item.Text ?? "";
            var isBeginning = previous.Length > reference.Length && previous.StartsWith(reference, StringComparison.Ordinal) && previous[reference.Length] is '.' or '[';
            previous = reference;
            if (!isBeginning && reference.Length > 0)
            {
                yield return reference;
            }
        }
    }

    private static int EndOfKey(string reference, int start)
    {
        var isQuoted = false;
        for (var i = start; i < reference.Length; i++)
        {
            switch (reference[i])
            {
                case '\\':
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ']' when !isQuoted:
                    return i;
            }
        }

        return reference.Length;
    }

    private static string Unquoted(string key) =>
        key is ['"', .., '"'] && key.Length >= 2 ? key[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : key;
}

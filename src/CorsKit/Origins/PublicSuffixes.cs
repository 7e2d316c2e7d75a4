using System.Text;

namespace CorsKit.Origins;

/// <summary>
/// The Public Suffix List: domains directly below which anyone can register (https://publicsuffix.org/list/).
/// Read once, and only when a policy with credentials has a subdomain pattern.
/// </summary>
internal static class PublicSuffixes
{
    private static readonly Lazy<byte[]> Rules = new(Load);

    /// <summary>
    /// Whether a pattern <c>*.domain</c> takes in names that strangers can register: the domain is a public suffix, or
    /// public suffixes lie below it.
    /// </summary>
    public static bool IsOpenToStrangers(string domain)
    {
        var rules = Rules.Value.AsSpan();
        var name = Encoding.ASCII.GetBytes(domain);

        // ".amazonaws.com" + newline ends the rule of every public suffix below amazonaws.com.
        return IsPublicSuffix(rules, domain) || rules.IndexOf([(byte)'.', .. name, (byte)'\n']) >= 0;
    }

    /// <summary>https://github.com/publicsuffix/list/wiki/Format#formal-algorithm</summary>
    private static bool IsPublicSuffix(ReadOnlySpan<byte> rules, string domain)
    {
        if (Has(rules, "!" + domain))
        {
            return false;
        }

        var dot = domain.IndexOf('.');

        // No rule at all: the implicit rule "*" makes every top-level name a public suffix.
        return dot < 0 || Has(rules, domain) || Has(rules, string.Concat("*", domain.AsSpan(dot)));
    }

    private static bool Has(ReadOnlySpan<byte> rules, string rule) => rules.IndexOf(Encoding.ASCII.GetBytes($"\n{rule}\n")) >= 0;

    private static byte[] Load()
    {
        using var stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream("public-suffixes.txt")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

using System.CommandLine;

namespace CorsKit.Tool.Commands;

/// <summary>An option that takes one of a few words.</summary>
internal static class Choice
{
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="words">What it takes; the first is the default.</param>
    public static Option<string> Of(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0] };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}

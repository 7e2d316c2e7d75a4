// Rewrites src/CorsKit/Origins/public-suffixes.txt from a newer Public Suffix List:
//   dotnet run tests/refresh-public-suffixes.cs -- public_suffix_list.dat
using System.Globalization;
using System.Runtime.CompilerServices;

if (args is not [var source] || !File.Exists(source))
{
    Console.Error.WriteLine("Give the path of a public_suffix_list.dat, as published at https://publicsuffix.org/list/.");
    return 2;
}

var idn = new IdnMapping();
var rules = new SortedSet<string>(Comparer<string>.Create(FromTheEnd));
var version = "of an unknown date";
foreach (var line in File.ReadLines(source).Select(line => line.Trim()))
{
    if (line.StartsWith("// VERSION: ", StringComparison.Ordinal))
    {
        version = line["// VERSION: ".Length..];
    }

    if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
    {
        continue;
    }

    var rule = line.Split(' ')[0];
    var mark = rule.StartsWith('!') ? "!" : rule.StartsWith("*.", StringComparison.Ordinal) ? "*." : "";
    var name = idn.GetAscii(rule[mark.Length..]).ToLowerInvariant();
    rules.Add(mark + name);
    if (mark == "*.")
    {
        rules.Add(name);
    }
}

var target = Path.Combine(Path.GetDirectoryName(Here())!, "../src/CorsKit/Origins/public-suffixes.txt");
File.WriteAllText(target, $"""
    // This Source Code Form is subject to the terms of the Mozilla Public
    // License, v. 2.0. If a copy of the MPL was not distributed with this
    // file, You can obtain one at https://mozilla.org/MPL/2.0/.
    //
    // The rules of the Public Suffix List (https://publicsuffix.org/list/), ICANN and
    // private section, version {version}.
    // Changed: comments removed, names in their ASCII (punycode) form, sorted from their last
    // character to their first, and the parent of every wildcard rule listed beside it. To
    // refresh it from a newer list:
    //   dotnet run tests/refresh-public-suffixes.cs -- public_suffix_list.dat
    {string.Join('\n', rules)}

    """);
Console.WriteLine($"{rules.Count} rules, version {version}");
return 0;

static int FromTheEnd(string left, string right) => string.CompareOrdinal(Reversed(left), Reversed(right));

static string Reversed(string text) => new([.. text.Reverse()]);

static string Here([CallerFilePath] string path = "") => path;

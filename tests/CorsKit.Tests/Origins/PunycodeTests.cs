using System.Globalization;
using CorsKit.Origins;
using CorsKit.Tests.Fuzz;
using CsCheck;

namespace CorsKit.Tests.Origins;

public sealed class PunycodeTests
{
    [Theory]
    [InlineData("xn--bcher-kva")] // bücher
    [InlineData("xn--85x722f")] // 食狮
    [InlineData("xn--ls8h")] // 💩
    [InlineData("xn--i-7iq")] // i❤
    [InlineData("xn--zca")] // ß
    [InlineData("xn--fa-hia")] // faß
    [InlineData("xn--80ak6aa92e")] // аррӏе
    [InlineData("xn--mgba3a4f16a")] // ایران
    [InlineData("xn--gr_n-hoa")] // grã_n
    [InlineData("xn--bcher-kvaa")] // büücher
    [InlineData("xn-")]
    [InlineData("axn--f")]
    public void Labels(string label) => Assert.True(Punycode.FindInvalidLabel($"shop.{label}.example").IsEmpty);

    [Theory]
    [InlineData("xn--")]
    [InlineData("xn---")]
    [InlineData("xn--f")]
    [InlineData("xn--a")] // U+0080
    [InlineData("xn--a-")]
    [InlineData("xn--abc-")]
    [InlineData("xn--b_cher_kva")]
    [InlineData("xn--0.pt")]
    [InlineData("xn--99999999")]
    [InlineData("xn--x-0ga1")]
    public void No_labels(string label) => Assert.Equal(label.Split('.')[0], Punycode.FindInvalidLabel($"shop.{label}.example").ToString());

    /// <summary>What the framework encodes can be decoded.</summary>
    [Fuzz]
    public void Encoded_labels_of_any_script_are_valid() =>
        Gen.OneOf("a", "z", "0", "-", "é", "ß", "я", "ا", "食", "ก", "💩", "\U0001F600", "ϐ", "ﬁ").Array[0, 40].Fuzz(
            parts =>
            {
                string label;
                try
                {
                    label = new IdnMapping().GetAscii(string.Concat(parts));
                }
                catch (ArgumentException)
                {
                    return;
                }

                Assert.True(Punycode.FindInvalidLabel(label).IsEmpty);
            },
            count: 3000);
}

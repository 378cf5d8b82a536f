# Builds the program and its installer on Windows, signed when a certificate is named.
#
#   installer\build_windows.ps1 [-Certificate EMPREINTE -TimeStamp ADRESSE]
#
# Needs Python 3.11 or newer (x64, not the Store's), Inno Setup 6 (ISCC on the path) and, to sign, the Windows SDK
# (signtool on the path). `Certificate`: the SHA-1 print of a code-signing certificate in the person's store, or on
# a token; `TimeStamp`: the RFC 3161 service of whoever issued it, without which a signature ends with it.
param([string]$Certificate = "", [string]$TimeStamp = "")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Step([string]$What, [scriptblock]$Step) {
    & $Step
    if ($LASTEXITCODE -ne 0) { throw "$What ended with $LASTEXITCODE" }
}

if (-not (Test-Path .venv)) {
    Invoke-Step "venv" { py -3 -m venv .venv }
    Invoke-Step "pip" { .venv\Scripts\python -m pip install --no-deps --require-hashes -r requirements\dev.txt }
    Invoke-Step "pip" { .venv\Scripts\python -m pip install --no-deps --no-build-isolation -e . }
}
$version = .venv\Scripts\python -c "import stockage_partage; print(stockage_partage.__version__)"
Invoke-Step "pyinstaller" { .venv\Scripts\pyinstaller --noconfirm installer\stockage-partage.spec }

$sign = "signtool sign /sha1 $Certificate /fd SHA256 /tr $TimeStamp /td SHA256"
if ($Certificate) {
    # Both executables, each by itself: the libraries beside them are signed by those who made them.
    foreach ($name in "stockage-partage.exe", "stockage-partage-fenetre.exe") {
        Invoke-Step "signtool" { Invoke-Expression "$sign dist\stockage-partage\$name" }
    }
    Invoke-Step "ISCC" { ISCC "/DVersion=$version" /DSigned "/Ssignature=$sign `$f" installer\stockage-partage.iss }
    Invoke-Step "signtool" { signtool verify /pa "dist\stockage-partage-$version-windows.exe" }
} else {
    Invoke-Step "ISCC" { ISCC "/DVersion=$version" installer\stockage-partage.iss }
}
# It must at least start, without a console and without Python on the path.
Invoke-Step "the program" { dist\stockage-partage\stockage-partage.exe --version }

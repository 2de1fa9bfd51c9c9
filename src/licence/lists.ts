/** Ids that the Free Software Foundation lists as free: the column "FSFLibre?" of SPDX's licenses.md, list version c2dbc5a. */
export const FSF_FREE: ReadonlySet<string> = words(`
  AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0
  Artistic-2.0 BitTorrent-1.1 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 CC-BY-4.0 CC-BY-SA-4.0
  CC0-1.0 CDDL-1.0 CECILL-2.0 CECILL-B CECILL-C ClArtistic Condor-1.1 CPAL-1.0 CPL-1.0 ECL-2.0 EFL-2.0 EPL-1.0 EPL-2.0
  EUDatagrid EUPL-1.1 EUPL-1.2 FSFAP FTL GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only
  GFDL-1.3-or-later gnuplot GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later HPND IJG iMatix Imlib2 Intel IPA
  IPL-1.0 ISC LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LPL-1.02 LPPL-1.2 LPPL-1.3a MIT MPL-1.1
  MPL-2.0 MS-PL MS-RL NCSA Nokia NOSL NPL-1.0 NPL-1.1 ODbL-1.0 OFL-1.0 OFL-1.1 OLDAP-2.3 OLDAP-2.7 OpenSSL OSL-1.0
  OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 PHP-3.01 Python-2.0 QPL-1.0 RPSL-1.0 Ruby SGI-B-2.0 SISSL Sleepycat SMLNJ SPL-1.0
  Unlicense UPL-1.0 Vim W3C WTFPL X11 XFree86-1.1 xinetd YPL-1.1 Zend-2.0 Zimbra-1.3 Zlib ZPL-2.0 ZPL-2.1`);

/** Changed and larger works must stay under the same licence when they are passed on. */
export const STRONG: ReadonlySet<string> = words(`
  GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later CECILL-1.0 CECILL-1.1
  CECILL-2.0 CECILL-2.1 D-FSL-1.0 NGPL Sleepycat QPL-1.0 SimPL-2.0 LiLiQ-Rplus-1.1 CERN-OHL-S-2.0 UCL-1.0 IPA Frameworx-1.0
  OCLC-2.0 copyleft-next-0.3.0 copyleft-next-0.3.1 CC-BY-SA-4.0 ODbL-1.0 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only
  GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later LAL-1.2 LAL-1.3`);

/** So must works that people only use over a network. */
export const NETWORK: ReadonlySet<string> = words(`
  AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0-only AGPL-3.0-or-later EUPL-1.0 EUPL-1.1 EUPL-1.2 OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1
  OSL-3.0 NPOSL-3.0 CPAL-1.0 RPL-1.1 RPL-1.5 CAL-1.0 CAL-1.0-Combined-Work-Exception Watcom-1.0 APSL-2.0`);

/** Changed files or libraries must stay under the licence; what is built around them need not. */
export const WEAK: ReadonlySet<string> = words(`
  LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MPL-1.0 MPL-1.1 MPL-2.0
  MPL-2.0-no-copyleft-exception EPL-1.0 EPL-2.0 CPL-1.0 IPL-1.0 CDDL-1.0 CDDL-1.1 SPL-1.0 SISSL Nokia CUA-OPL-1.0 RPSL-1.0
  LPL-1.0 LPL-1.02 MS-RL CECILL-C LiLiQ-R-1.1 CERN-OHL-W-2.0 NASA-1.3 NOSL NPL-1.0 NPL-1.1 RSCPL Interbase-1.0 ErlPL-1.1
  SugarCRM-1.1.3 OSET-PL-2.1 CATOSL-1.1 APL-1.0 APSL-1.0 APSL-1.1 APSL-1.2 OFL-1.0 OFL-1.1 OFL-1.1-RFN OFL-1.1-no-RFN
  wxWindows eCos-2.0 YPL-1.1 Zimbra-1.3 gSOAP-1.3b BitTorrent-1.1 Condor-1.1 Motosoto GPL-3.0-with-GCC-exception`);

/** Nearly everything is allowed as long as notices are kept. */
export const PERMISSIVE: ReadonlySet<string> = words(`
  0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 ALGLIB-Documentation Apache-1.0 Apache-1.1 Apache-2.0 Artistic-1.0
  Artistic-1.0-Perl Artistic-1.0-cl8 Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause
  BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-3-Clause-Open-MPI BSD-4-Clause BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSL-1.0
  CC-BY-4.0 CC0-1.0 CECILL-B CERN-OHL-P-2.0 ClArtistic CNRI-Python ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 Entessa EUDatagrid Fair
  FSFAP FTL gnuplot HPND ICU IJG iMatix Imlib2 Intel ISC Jam LiLiQ-P-1.1 LPPL-1.2 LPPL-1.3a LPPL-1.3c MirOS MIT MIT-0
  MIT-Modern-Variant MS-PL MulanPSL-2.0 Multics Naumen NCSA NTP OGTSL OLDAP-2.3 OLDAP-2.7 OLDAP-2.8 OLFL-1.3 OpenSSL
  PHP-3.0 PHP-3.01 PostgreSQL Python-2.0 Ruby SGI-B-2.0 SMLNJ Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim VSL-1.0
  W3C W3C-20150513 WordNet WTFPL X11 XFree86-1.1 xinetd Xnet Zend-2.0 Zlib ZPL-2.0 ZPL-2.1`);

/** Licences of the SPDX list that limit use, change or passing on, whatever they are called. */
export const NOT_OPEN: ReadonlySet<string> = words(`
  Aladdin BUSL-1.1 CPOL-1.02 Elastic-2.0 Hippocratic-2.1 IEC-Code-Components-EULA JSON NCGL-UK-2.0
  PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0 SSPL-1.0`);

/** Exceptions that let works of any licence link with, or be made by, what they are granted for. */
export const LINKING: ReadonlySet<string> = words(`
  Classpath-exception-2.0 GCC-exception-2.0 GCC-exception-3.1 Autoconf-exception-2.0 Autoconf-exception-3.0
  Autoconf-exception-generic Bison-exception-1.24 Bison-exception-2.2 Font-exception-2.0 GPL-3.0-linking-exception
  GPL-3.0-linking-source-exception LGPL-3.0-linking-exception Libtool-exception eCos-exception-2.0 WxWindows-exception-3.1
  OCaml-LGPL-linking-exception Linux-syscall-note GNAT-exception Qt-LGPL-exception-1.1`);

/** Into what a work under the EUPL 1.2 may go when it is joined with it (appendix of the EUPL 1.2, software only). */
export const EUPL_12_APPENDIX: ReadonlySet<string> = words(`
  GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later OSL-2.1 OSL-3.0 EPL-1.0
  CECILL-2.0 CECILL-2.1 MPL-2.0 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later EUPL-1.1 EUPL-1.2
  LiLiQ-R-1.1 LiLiQ-Rplus-1.1`);

/** The same of the EUPL 1.1. */
export const EUPL_11_APPENDIX: ReadonlySet<string> = words(`
  GPL-2.0-only GPL-2.0-or-later OSL-2.1 OSL-3.0 CPL-1.0 EPL-1.0 CECILL-2.0`);

/** Permissive and weak licences that the FSF calls incompatible with every version of the GNU GPL. */
export const NOT_INTO_GPL: ReadonlySet<string> = words(`
  AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 BSD-4-Clause CDDL-1.0 CDDL-1.1 CPL-1.0 EPL-1.0 gnuplot
  IPL-1.0 LPL-1.02 LPPL-1.2 LPPL-1.3a LPPL-1.3c MPL-1.0 MPL-1.1 MPL-2.0-no-copyleft-exception MS-PL MS-RL Nokia NOSL NPL-1.0
  NPL-1.1 OpenSSL PHP-3.0 PHP-3.01 SISSL SPL-1.0 XFree86-1.1 Zend-2.0 BitTorrent-1.1 YPL-1.1 Condor-1.1`);

/** Permissive licences that the FSF calls compatible with version 3 of the GNU GPL, but not with version 2. */
export const ONLY_INTO_GPL3: ReadonlySet<string> = words('Apache-2.0 ECL-2.0 FTL');

/** Permissive licences that the FSF calls compatible with versions 2 and 3 of the GNU GPL. */
export const INTO_GPL: ReadonlySet<string> = words(`
  Artistic-2.0 BSD-2-Clause BSD-2-Clause-FreeBSD BSD-3-Clause BSD-3-Clause-Clear BSL-1.0 CC0-1.0 CECILL-B ClArtistic
  EFL-2.0 EUDatagrid FSFAP HPND ICU Imlib2 Intel ISC MIT NCSA OLDAP-2.7 Python-2.0 Ruby SGI-B-2.0 SMLNJ Unlicense
  UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.0 ZPL-2.1`);

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
